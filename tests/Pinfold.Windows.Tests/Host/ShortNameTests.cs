using System.Runtime.InteropServices;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Pinfold.Windows.FileAccess;
using Pinfold.Windows.Host;
using Pinfold.Windows.Native;
using Pinfold.Windows.Tests.FileAccess;
using Xunit;

namespace Pinfold.Windows.Tests.Host;

/// <summary>Level of evidence: Wine, whose 8.3 names are real. A drive of Windows may have none.</summary>
public sealed partial class ShortNameTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly string _long, _short;

    public ShortNameTests()
    {
        _long = Path.Combine(_scratch.Folder, "a folder of a long name");
        _scratch.Make("a folder of a long name");
        _short = OperatingSystem.IsWindows() ? ShortName(_long) : "";
    }

    public void Dispose() => _scratch.Dispose();

    [WindowsFact]
    public void A_short_and_a_long_spelling_are_one_file_of_one_canonical_path()
    {
        Assert.SkipWhen(_short.Length >= _long.Length, "this drive keeps no 8.3 names");
        Assert.Contains("~", Path.GetFileName(_short), StringComparison.Ordinal);
        var (known, same) = (Known(_long), Known(_short));
        Assert.Equal(known, same);
        Assert.Equal($@"\\?\{_long}", known.Path, ignoreCase: true);
        Assert.NotEqual(known.Identity, Known(_scratch.Folder).Identity); // a control: not all files are one
    }

    [WindowsFact]
    public void What_is_below_a_short_spelling_is_not_taken_for_what_the_path_says()
    {
        Assert.SkipWhen(_short.Length >= _long.Length, "this drive keeps no 8.3 names");
        Assert.Equal(PathKind.Directory, PathProbe.Look(WindowsPath.Parse(_long))!.Kind);
        // refused, whatever the policy says of it
        Assert.Equal(PathKind.Symlink, PathProbe.Look(WindowsPath.Parse(_short))!.Kind);
        Assert.Contains("has another name",
            Assert.Throws<IOException>(() => new NativeSecurityStore().Open($@"\\?\{_short}", ItemAccess.Read)).Message,
            StringComparison.Ordinal);
    }

    /// <summary>As the command line's paths are read: opened, and named as the kernel names them.</summary>
    private static (string Path, FileIdentity Identity) Known(string path)
    {
        using var handle = Kernel32.CreateFile(path, Kernel32.FILE_READ_ATTRIBUTES, Kernel32.FILE_SHARE_READ,
            Kernel32.OPEN_EXISTING, Kernel32.FILE_FLAG_BACKUP_SEMANTICS);
        return (Kernel32.FinalPath(handle), new NativeItem(path, handle).Identity);
    }

    private static unsafe string ShortName(string path)
    {
        var buffer = stackalloc char[260];
        return new(buffer, 0, (int)GetShortPathNameW(path, buffer, 260));
    }

    [LibraryImport("kernel32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static unsafe partial uint GetShortPathNameW(string path, char* name, uint length);
}
