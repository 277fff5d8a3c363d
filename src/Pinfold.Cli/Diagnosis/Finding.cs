namespace Pinfold.Cli.Diagnosis;

/// <summary>Something about this host that weakens the fence, or could.</summary>
/// <param name="What">One sentence.</param>
/// <param name="Fix">What the user or the administrator can do.</param>
internal sealed record Finding(string What, string Fix);
