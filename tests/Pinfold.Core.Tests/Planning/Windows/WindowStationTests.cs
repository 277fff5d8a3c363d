using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Machine;
using Pinfold.Core.WindowsModel.Rights;
using Xunit;

namespace Pinfold.Core.Tests.Planning.Windows;

/// <summary>
/// Windows gives the window station without a name to every program of a logon that asks for one. Browsers do, for
/// their renderers, with the access list of the user's own station and no label (Chromium,
/// <c>sandbox/win/src/window.cc</c>), and ask for reading and a desktop.
/// </summary>
public sealed class WindowStationTests
{
    private static readonly AccessMask Browsers = AccessMask.GenericRead | WindowStationRights.CreateDesktop;

    [Fact]
    public void A_browser_and_its_renderers_use_the_station_that_a_session_made()
    {
        var scene = new Scene();
        using var fence = scene.Run();
        Assert.Equal(NtStatus.Success, Open(scene, FreshWindows11.User, Browsers));
        Assert.Equal(NtStatus.Success, Open(scene, FreshWindows11.LowUser, AccessMask.GenericRead));
        // nor would the browser's own let them
        Assert.Equal(NtStatus.AccessDenied, Open(scene, FreshWindows11.LowUser, AccessMask.GenericWrite));
    }

    /// <summary>The control: a label that lower levels may not read under shuts renderers out.</summary>
    [Fact]
    public void Under_a_label_that_keeps_lower_levels_from_reading_a_renderer_would_get_nothing()
    {
        var scene = new Scene();
        using var fence = scene.Run();
        var station = scene.Machine.Find(SimulatedBackend.Station)!;
        station.Descriptor = station.Descriptor.WithSacl(new(
            station.Descriptor.MandatoryLabel! with { Mask = (uint)(LabelPolicy.NoWriteUp | LabelPolicy.NoReadUp) }));
        Assert.Equal(NtStatus.AccessDenied, Open(scene, FreshWindows11.LowUser, AccessMask.GenericRead));
    }

    [Fact]
    public void A_session_uses_the_station_that_a_browser_made_and_takes_nothing_from_it()
    {
        var scene = new Scene();
        using var made = Browser(scene);
        (Token Token, AccessMask Right)[] had = [.. Rights(scene)];
        Assert.Contains((FreshWindows11.LowUser, (AccessMask)WindowStationRights.ReadAttributes), had);
        using (var fence = scene.Run())
        {
            Assert.Equal(NtStatus.Success, Open(scene, fence.Target, AccessMask.GenericRead | AccessMask.GenericWrite));
            Assert.Equal(NtStatus.AccessDenied, Open(scene, fence.Target, AccessMask.WriteDac));
            Assert.NotNull(scene.Machine.Find(SimulatedBackend.Station + @"\pinfold-s1"));
            Assert.Subset(Rights(scene).ToHashSet(), had.ToHashSet());
        }

        Assert.NotNull(scene.Machine.Find(SimulatedBackend.Station)); // it is the browser's still
    }

    /// <summary>The control: it is the label that a browser's station lacks, so that it counts as medium.</summary>
    [Fact]
    public void Before_it_is_let_in_a_command_could_not_use_a_browsers_station()
    {
        var scene = new Scene();
        using var made = Browser(scene);
        Assert.Equal(NtStatus.AccessDenied,
            Open(scene, FreshWindows11.User with { IntegrityLevel = Core.Planning.Windows.FenceLevel.Sid },
                AccessMask.GenericWrite));
    }

    private static NtHandle Browser(Scene scene)
    {
        var users = scene.Machine.Find(@"\Sessions\1\Windows\WindowStations\WinSta0")!.Descriptor;
        Assert.Equal(NtStatus.Success, scene.Machine.Create(
            FreshWindows11.User, SimulatedBackend.Station, SecurableType.WindowStation, out var handle,
            new() { Control = DescriptorControl.SelfRelative | DescriptorControl.DaclPresent, Dacl = users.Dacl }));
        return handle!;
    }

    private static IEnumerable<(Token Token, AccessMask Right)> Rights(Scene scene) =>
        from token in (Token[])[FreshWindows11.User, FreshWindows11.LowUser]
        from bit in Enumerable.Range(0, 20).Select(b => (AccessMask)(1u << b))
        where Open(scene, token, bit) == NtStatus.Success
        select (token, bit);

    private static NtStatus Open(Scene scene, Token token, AccessMask rights) =>
        scene.Machine.Open(token, SimulatedBackend.Station, rights, out _);
}
