using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Desktop;

/// <summary>
/// A window station and a desktop of the session's own: no window, clipboard or atom of the user's is in reach there.
/// </summary>
internal sealed class SessionDesktop : IDisposable
{
    private const uint All = User32.WINSTA_ALL_ACCESS | Kernel32.READ_CONTROL | Kernel32.WRITE_DAC,
        Use = User32.WINSTA_ALL_ACCESS;

    // What browsers fall back to (Chromium, sandbox/win/src/window.cc).
    private const uint Least = User32.WINSTA_READATTRIBUTES | User32.WINSTA_CREATEDESKTOP;
    private static readonly Lock Entering = new();
    private readonly WindowStationHandle _station;
    private readonly DesktopHandle _desktop;

    private SessionDesktop(WindowStationHandle station, DesktopHandle desktop, string name, string? lack) =>
        (_station, _desktop, Name, Lack) = (station, desktop, name, lack);

    /// <summary>STATION\DESKTOP, for STARTUPINFO.lpDesktop.</summary>
    internal string Name { get; }

    /// <summary>
    /// What the session could not be given in a station that another program had made; null where nothing lacks.
    /// </summary>
    internal string? Lack { get; }

    /// <summary>
    /// Makes both. The system names the station, after the logon session: only an administrator may do so. A second
    /// session of the same user therefore gets the same station, with a desktop of its own, and is let in by an entry
    /// of its own; so do other programs that ask for one, and may have made it before.
    /// </summary>
    /// <param name="station">The station's descriptor.</param>
    /// <param name="desktopName">The desktop's name.</param>
    /// <param name="desktop">The desktop's descriptor.</param>
    internal static SessionDesktop Create(SecurityDescriptor station, string desktopName, SecurityDescriptor desktop)
    {
        var (handle, access) = Open(station, All, Use, Least);
        try
        {
            var lack = LetIn(handle, access, station);
            lock (Entering)
            {
                var own = User32.OwnStation();
                User32.EnterStation(handle.DangerousGetHandle());
                try
                {
                    var made = User32.CreateDesktop(desktopName, desktop);
                    return new(handle, made, $@"{User32.NameOf(handle)}\{desktopName}", lack);
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

    /// <summary>With the first of these rights that are granted: one that is there may be another program's.</summary>
    private static (WindowStationHandle Station, uint Access) Open(SecurityDescriptor wanted,
        params ReadOnlySpan<uint> rights)
    {
        foreach (var access in rights[..^1])
        {
            try
            {
                return (User32.CreateWindowStation(wanted, access), access);
            }
            catch (NativeException e) when (e.Code == Kernel32.ERROR_ACCESS_DENIED)
            {
                continue;
            }
        }

        return (User32.CreateWindowStation(wanted, rights[^1]), rights[^1]);
    }

    /// <summary>
    /// A station that was there already has the descriptor of who made it, and no label, which is medium, where that
    /// was another program.
    /// </summary>
    /// <returns>What could not be changed.</returns>
    private static string? LetIn(WindowStationHandle station, uint access, SecurityDescriptor wanted)
    {
        const string Foreign = "the window station of this logon was made by another program, which";
        if (access != All) return $"{Foreign} lets nobody change it: programs with windows may not start";
        if (User32.Security(station) is not { Dacl: { } dacl } there) return null;
        Ace[] missing = [.. wanted.Dacl!.Aces.Where(a => !dacl.Aces.Contains(a))];
        if (missing.Length > 0)
            User32.SetSecurity(station, Advapi32.DACL_SECURITY_INFORMATION,
                there.WithDacl(new(dacl.Aces.AddRange(missing))));
        if (wanted.MandatoryLabel is not { } label || IntegrityCheck.LetsWrite(label.Sid, there.MandatoryLabel))
            return null;
        try
        {
            // The entry that joined just now grants the user WRITE_OWNER, which a label needs; whoever made the station
            // had not.
            using var again = User32.CreateWindowStation(wanted, Kernel32.READ_CONTROL | Kernel32.WRITE_OWNER);
            User32.SetSecurity(again, Advapi32.LABEL_SECURITY_INFORMATION, wanted);
            return null;
        }
        catch (NativeException e)
        {
            return $"{Foreign} keeps lower levels from writing to it ({e.Message}): programs with windows may not start";
        }
    }
}
