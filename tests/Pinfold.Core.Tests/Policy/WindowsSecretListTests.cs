using Pinfold.Core.Paths;
using Pinfold.Core.Tests.Planning.Windows;
using Xunit;

namespace Pinfold.Core.Tests.Policy;

/// <summary>
/// What is hidden as a secret cannot be read by the user's own programs of low level, which start from files, too.
/// </summary>
public sealed class WindowsSecretListTests
{
    private const string Home = "/C:/Users/me/AppData";

    /// <summary>
    /// Where browsers that are installed for one user lie, and the components that they fetch: their renderers start
    /// from there at a low level.
    /// </summary>
    [Theory]
    [InlineData("Local/BraveSoftware/Brave-Browser/Application/brave.exe")]
    [InlineData("Local/BraveSoftware/Brave-Browser/User Data/WidevineCdm/manifest.json")]
    [InlineData("Local/Chromium/Application/chrome.exe")]
    [InlineData("Local/Google/Chrome/Application/chrome.exe")]
    [InlineData("Local/Google/Chrome/User Data/WidevineCdm/manifest.json")]
    [InlineData("Local/Google/Chrome/User Data/hyphen-data/manifest.json")]
    [InlineData("Local/Microsoft/Edge/User Data/WidevineCdm/manifest.json")]
    [InlineData("Local/Vivaldi/Application/vivaldi.exe")]
    [InlineData("Local/Mozilla Firefox/firefox.exe")]
    [InlineData("Local/1Password/app/8/1Password.exe")]
    [InlineData("Local/Programs/Opera/opera.exe")]
    [InlineData("Roaming/Opera Software/Opera Stable/WidevineCdm/manifest.json")]
    [InlineData("Roaming/Telegram Desktop/Telegram.exe")]
    public void No_program_of_a_browser_is_hidden(string path) => Assert.False(IsHidden(path));

    [Theory]
    [InlineData("Local/BraveSoftware/Brave-Browser/User Data/Default/Login Data")]
    [InlineData("Local/Chromium/User Data/Default/Network/Cookies")]
    [InlineData("Local/Google/Chrome/User Data/Local State")]
    [InlineData("Local/Google/Chrome/User Data/Profile 2/Web Data")]
    [InlineData("Local/Google/Chrome Beta/User Data/Default/History")]
    [InlineData("Local/Microsoft/Edge/User Data/Default/Sessions/Session_1")]
    [InlineData("Local/Vivaldi/User Data/Default/Cookies")]
    [InlineData("Roaming/Mozilla/Firefox/Profiles/ab12cd34.default-release/logins.json")]
    [InlineData("Roaming/Opera Software/Opera Stable/Login Data")]
    [InlineData("Roaming/Opera Software/Opera GX Stable/Default/Network/Cookies")]
    [InlineData("Roaming/Telegram Desktop/tdata/key_datas")]
    [InlineData("Local/1Password/data/1password.sqlite")]
    public void What_a_browser_keeps_for_its_user_is(string path) => Assert.True(IsHidden(path));

    private static bool IsHidden(string path) => Scene.Shipped.DenyRead.Any(
        rule => rule.Path is { } secret && WindowsPath.IsWithin(CanonicalPath.Parse($"{Home}/{path}"), secret));
}
