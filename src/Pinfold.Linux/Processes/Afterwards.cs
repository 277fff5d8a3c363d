using System.Collections.Immutable;

namespace Pinfold.Linux.Processes;

/// <summary>
/// A program that the launcher becomes, outside the fence, when its caller was killed before the tree had ended.
/// </summary>
/// <param name="Argv">Program, by its absolute path, and arguments.</param>
/// <param name="Environment">Its whole environment.</param>
/// <remarks>The tree is dead and the host cleaned up by then. Standard streams are /dev/null, the folder is
/// /.</remarks>
public sealed record Afterwards(ImmutableArray<string> Argv, ImmutableArray<KeyValuePair<string, string>> Environment);
