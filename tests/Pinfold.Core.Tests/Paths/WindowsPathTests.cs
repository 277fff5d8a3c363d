using CsCheck;
using Pinfold.Core.Paths;
using Xunit;

namespace Pinfold.Core.Tests.Paths;

public sealed class WindowsPathTests
{
    [Theory]
    [InlineData(@"C:\Users\me\src", "/C:/Users/me/src")]
    [InlineData(@"c:/Users/me//src/", "/C:/Users/me/src")]
    [InlineData(@"C:\", "/C:")]
    [InlineData(@"C:", "/C:")]
    [InlineData(@"D:\a\.\b\..\c", "/D:/a/c")]
    [InlineData(@"C:\..\..\a", "/C:/a")]
    [InlineData(@"\\?\C:\a b\c", "/C:/a b/c")]
    [InlineData(@"\\.\C:\a", "/C:/a")]
    [InlineData(@"\??\C:\a", "/C:/a")]
    [InlineData(@"C:\.git\config", "/C:/.git/config")]
    [InlineData(@"C:\a\~x", "/C:/a/~x")]
    [InlineData(@"C:\backup~1.tar.gz", "/C:/backup~1.tar.gz")]
    [InlineData(@"C:\nullable\console.log", "/C:/nullable/console.log")]
    public void What_names_one_place_has_one_form(string text, string canonical) =>
        Assert.Equal(canonical, WindowsPath.Parse(text).Value);

    [Theory]
    [InlineData("", "empty")]
    [InlineData("a\\b", "not absolute")]
    [InlineData(@"\a", "not absolute")]
    [InlineData("/home/u", "not absolute")]
    [InlineData(@"C:a", "current folder")]
    [InlineData(@"\\server\share\a", "on the network")]
    [InlineData(@"\\localhost\C$\a", "on the network")]
    [InlineData(@"\\127.0.0.1\C$\a", "on the network")]
    [InlineData(@"\\?\UNC\localhost\C$\a", "on the network")]
    [InlineData(@"//./UNC/localhost/C$/a", "on the network")]
    [InlineData(@"\\?\Volume{6f0b5a3e-0000-0000-0000-100000000000}\a", "its drive letter")]
    [InlineData(@"\\?\GLOBALROOT\Device\HarddiskVolume3\a", "object manager")]
    [InlineData(@"\\.\PhysicalDrive0", "a device")]
    [InlineData(@"\\.\pipe\x", "a device")]
    [InlineData(@"\\.\C:", "the device of a drive")]
    [InlineData(@"\\?\C:\a/b", "mixes")]
    [InlineData(@"\\?\C:\a\..\b", "no name")]
    [InlineData(@"C:\a\b:stream", "a stream")]
    [InlineData(@"C:\a\b::$DATA", "a stream")]
    [InlineData(@"C:\a\.git::$INDEX_ALLOCATION", "a stream")]
    [InlineData(@"C:\a\.git.", "a dot or a space")]
    [InlineData(@"C:\a\.git \config", "a dot or a space")]
    [InlineData(@"C:\a\...", "a dot or a space")]
    [InlineData(@"C:\a\NUL", "a device")]
    [InlineData(@"C:\a\con.txt", "a device")]
    [InlineData(@"C:\a\lpt¹.x", "a device")]
    [InlineData(@"C:\a\aux .x", "a device")]
    [InlineData(@"C:\PROGRA~1\x", "short")]
    [InlineData(@"C:\ws\GIT~1", "short")]
    [InlineData(@"C:\ws\CONFIG~2.WOR", "short")]
    [InlineData(@"C:\a*b", "characters")]
    [InlineData("C:\\a\u0001", "control character")]
    [InlineData(@"\\?\C:\a\b|c", "characters")]
    public void What_could_name_another_place_is_refused_with_the_reason(string text, string reason)
    {
        Assert.False(WindowsPath.TryParse(text, out _, out var error));
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => WindowsPath.Parse(text));
    }

    [Fact]
    public void What_is_written_for_Windows_is_read_as_the_same_path() =>
        Gen.OneOf("a", "B b", ".git", "x.y.z", "~", "ä", "日", "nul1").Array[0, 6].Sample(names =>
        {
            var path = CanonicalPath.Parse("/C:/" + string.Join('/', names));
            return WindowsPath.Parse(WindowsPath.ToWin32(path)) == path
                && WindowsPath.Parse(WindowsPath.ToExtended(path)) == path;
        });

    [Fact]
    public void Any_text_is_a_path_of_a_drive_or_refused()
    {
        var text = Gen.OneOf(Gen.String, Gen.Char[@"\/:.?~ aC1GLOBALRT"].Array[0, 30].Select(c => new string(c)));
        Gen.Select(text, Gen.OneOf("", @"C:\", @"\\?\C:\", @"\\?\", @"\\.\")).Sample((rest, start) =>
        {
            if (!WindowsPath.TryParse(start + rest, out var path, out _)) return;
            Assert.True(WindowsPath.IsOnDrive(path));
            Assert.Equal(path, WindowsPath.Parse(WindowsPath.ToExtended(path)));
            Assert.All(path.Value.Split('/').Skip(2).Where(p => p.Length > 0),
                part => Assert.Null(WindowsPath.WhyNoName(part)));
        }, iter: 20_000);
    }

    [Fact]
    public void What_is_not_UTF_16_is_refused() =>
        Assert.Contains("UTF-16", WindowsPath.WhyNoName("a\uD800"), StringComparison.Ordinal);

    [Fact]
    public void Paths_are_compared_without_case()
    {
        var (a, b) = (CanonicalPath.Parse("/C:/Users/Me/Ä"), CanonicalPath.Parse("/C:/users/ME/ä"));
        Assert.True(WindowsPathComparer.Instance.Equals(a, b));
        Assert.Equal(WindowsPathComparer.Instance.GetHashCode(a), WindowsPathComparer.Instance.GetHashCode(b));
        Assert.Equal(0, WindowsPathComparer.Instance.Compare(a, b));
        Assert.True(WindowsPath.IsWithin(b, CanonicalPath.Parse("/c:/USERS")));
        Assert.False(WindowsPath.IsWithin(CanonicalPath.Parse("/C:/Users2"), CanonicalPath.Parse("/C:/Users")));
        Assert.Equal("/C:", WindowsPath.DriveOf(a).Value);
        Assert.False(WindowsPath.IsOnDrive(CanonicalPath.Parse("/home/u")));
    }
}
