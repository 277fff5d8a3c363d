using System.Collections.Immutable;
using Pinfold.Core.WindowsModel.Access;

namespace Pinfold.Core.WindowsModel.Machine;

/// <summary>A process: its token, and the objects that others may open.</summary>
/// <param name="Name">For people.</param>
/// <param name="Token">Its primary token.</param>
/// <param name="Process">The process object.</param>
/// <param name="Thread">Its first thread.</param>
/// <param name="TokenObject">The token as an object.</param>
public sealed record NtProcess(string Name, Token Token, NtObject Process, NtObject Thread, NtObject TokenObject)
{
    /// <summary>The three objects.</summary>
    public ImmutableArray<NtObject> Objects => [Process, Thread, TokenObject];
}
