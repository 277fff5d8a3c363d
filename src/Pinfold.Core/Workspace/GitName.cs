namespace Pinfold.Core.Workspace;

/// <summary>A name inside a git directory that trusted git would run or obey.</summary>
/// <param name="Name">Relative to the git directory (gitrepository-layout(5)).</param>
/// <param name="Scope">Which git directories have it.</param>
/// <param name="Take">
/// An empty folder may stand there while it is absent. Where git would stumble over one, the audit looks for the name
/// when the command ends.
/// </param>
/// <param name="Reason">What trusted git does with it.</param>
public sealed record GitName(string Name, GitNameScope Scope, bool Take, string Reason);
