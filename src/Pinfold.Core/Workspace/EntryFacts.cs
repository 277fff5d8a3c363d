using System.Runtime.InteropServices;
using Pinfold.Core.Paths;

namespace Pinfold.Core.Workspace;

/// <summary>What an audit asks of one entry of a folder, a link itself.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Change">
/// When it was last made, renamed, linked or written, on a scale that no unprivileged process can set back: ctime in
/// nanoseconds on Linux, the number of its last record in the change journal on Windows. The largest number where
/// nothing of the kind is kept.
/// </param>
/// <param name="Id">Its number in its file system; 0 where it is not asked for.</param>
/// <param name="Birth">When it was made, on the same scale; null when that is not known.</param>
/// <param name="IsTaken">It has the marks of a folder with which a session takes an absent name.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct EntryFacts(PathKind Kind, long Change, ulong Id = 0, long? Birth = null,
    bool IsTaken = false)
{
    /// <summary>A taken name counts as missing: it is about to be taken again.</summary>
    public PathKind Shown => IsTaken ? PathKind.Missing : Kind;
}
