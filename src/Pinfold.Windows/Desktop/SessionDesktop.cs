using Pinfold.Core.WindowsModel;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Desktop;

/// <summary>A window station and a desktop of the session's own: no window, clipboard or atom of the user's is in reach there.</summary>
internal sealed class SessionDesktop : IDisposable
{
    private static readonly Lock Entering = new();
    private readonly WindowStationHandle _station;
    private readonly DesktopHandle _desktop;

    private SessionDesktop(WindowStationHandle station, DesktopHandle desktop, string name) => (_station, _desktop, Name) = (station, desktop, name);

    /// <summary>STATION\DESKTOP, for STARTUPINFO.lpDesktop.</summary>
    internal string Name { get; }

    /// <summary>
    /// Makes both. The system names the station, after the logon session: only an administrator may do so. A second session of the same user
    /// therefore gets the same station, with a desktop of its own, and is let in by an entry of its own.
    /// </summary>
    /// <param name="station">The station's descriptor.</param>
    /// <param name="desktopName">The desktop's name.</param>
    /// <param name="desktop">The desktop's descriptor.</param>
    internal static SessionDesktop Create(SecurityDescriptor station, string desktopName, SecurityDescriptor desktop)
    {
        var handle = User32.CreateWindowStation(station);
        try
        {
            LetIn(handle, station);
            lock (Entering)
            {
                var own = User32.OwnStation();
                User32.EnterStation(handle.DangerousGetHandle());
                try
                {
                    var made = User32.CreateDesktop(desktopName, desktop);
                    return new(handle, made, $@"{User32.NameOf(handle)}\{desktopName}");
                }
                finally
                {
                    User32.EnterStation(own);
                }
            }
        }
        catch (NativeException)
        {
            handle.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _desktop.Dispose();
        _station.Dispose();
    }

    /// <summary>A station that was there already has the descriptor of the session that made it.</summary>
    private static void LetIn(WindowStationHandle station, SecurityDescriptor wanted)
    {
        if (User32.Security(station) is not { Dacl: { } dacl } there) return;
        Ace[] missing = [.. wanted.Dacl!.Aces.Where(a => !dacl.Aces.Contains(a))];
        if (missing.Length > 0) User32.SetSecurity(station, there.WithDacl(new(dacl.Aces.AddRange(missing))));
    }
}
