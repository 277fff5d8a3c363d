using Pinfold.Cli.Output;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Pinfold.Linux.Host;
using Pinfold.Linux.Native;

namespace Pinfold.Cli.Policies;

/// <summary>
/// The workspace comes only from the user's own session: the current folder or <c>--workspace</c>, never from what a command or a
/// model says (CVE-2025-59532), and without symbolic links.
/// </summary>
internal static unsafe class WorkspaceFolder
{
    internal static CanonicalPath Current
    {
        get
        {
            var buffer = stackalloc byte[CanonicalPath.MaxBytes + 1];
            if (Libc.GetCwd(buffer, CanonicalPath.MaxBytes + 1) == null || *buffer != '/')
                throw new CommandException("the current folder no longer exists or cannot be reached; change to another folder");
            var text = OsText.Decode(System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpanFromNullTerminated(buffer));
            return CanonicalPath.Parse(text);
        }
    }

    /// <summary>The folder that <paramref name="given"/> names; the current one when it is null.</summary>
    internal static CanonicalPath Find(string? given)
    {
        if (given is null) return Current;
        if (given.Length == 0) throw new CommandException("--workspace is empty; name a folder");
        CanonicalPath path;
        try
        {
            path = given[0] == '/' ? CanonicalPath.Parse(given) : Current.Combine(given);
        }
        catch (ArgumentException e)
        {
            throw new CommandException($"--workspace: {e.Message}");
        }

        if (PathProbe.Real(path) is not { } real) throw new CommandException($"--workspace {path} does not exist or cannot be entered");
        if (PathProbe.KindOf(real) != PathKind.Directory) throw new CommandException($"--workspace {path} is not a folder");
        return real;
    }
}
