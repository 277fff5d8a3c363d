using Pinfold.Linux.Native;
using static Pinfold.Linux.Attacks.SystemCall;

namespace Pinfold.Linux.Attacks;

/// <summary>
/// Services that would act for the attacker with the user's rights. The host plays them at the places where they live.
/// </summary>
internal static class Services
{
    internal static IEnumerable<AttackCode> Codes =>
    [
        At("service-docker", "/run/{id}.docker.sock", "{home}/.docker/run/docker.sock"),
        At("service-containerd", "/run/containerd-{id}/containerd.sock", "{home}/.containerd/containerd.sock"),
        At("service-podman", "/run/user/{uid}/podman-{id}.sock", "{home}/.podman/podman.sock"),
        At("service-session-bus", "/run/user/{uid}/bus-{id}", "{home}/.dbus/bus"),
        At("service-system-bus", "/run/dbus-{id}/system_bus_socket", "{home}/.dbus/system"),
        At("service-systemd-user", "/run/user/{uid}/systemd-{id}/private", "{home}/.systemd/private"),
        At("service-ssh-agent", "/tmp/ssh-{id}/agent.1", "{home}/.ssh-agent/agent"),
        At("service-gpg-agent", "{home}/.gnupg/S.gpg-agent"),
        At("service-x11", "/tmp/.X11-unix/X{id}", "/tmp/.X11-{id}/X0"),
        new("service-x11-abstract", a => Networks.Connect(a, Address.Unix, 0, Address.Abstract(a["name"])),
            s => s.AnyServerReached)
            { Prepare = AbstractX, Denials = Refusals.Unreachable },
        At("service-wayland", "/run/user/{uid}/wayland-{id}", "{home}/.wayland/wayland-0"),
        At("service-editor", "/run/user/{uid}/vscode-ipc-{id}.sock", "{home}/.config/Code/vscode.sock"),
        At("service-tmux", "/tmp/tmux-{id}/default", "{home}/.tmux/default"),
        At("service-name-cache", "/run/nscd-{id}/socket", "{home}/.nscd/socket"),
        At("service-sound", "/run/user/{uid}/pulse-{id}/native", "{home}/.pulse/native"),
        new("service-browser-debugging", a => Networks.Connect(a, Address.Inet, 0, Address.Inet4(a.Number("port"))),
            s => s.AnyServerReached)
            { Prepare = Networks.Listen4(Server.Stream), Denials = Refusals.Unreachable },
        new("service-by-environment", a => UnixSockets.To(a, a["socket"]), s => s.AnyServerReached)
            { Prepare =
                s => { s.ServeAt(s.Home + "/agent"); s.Environment.Add(new("SSH_AUTH_SOCK", s.Home + "/agent")); },
                Denials = Refusals.Unreachable },
    ];

    /// <summary>A service at the first of these places that this user may make.</summary>
    private static AttackCode At(string name, params string[] places) =>
        new(name, a => UnixSockets.To(a, a["socket"]), s => s.AnyServerReached)
        {
            Prepare = s => Settle(s, places),
            Denials = [.. Refusals.Unreachable, Errno.ENOTDIR],
        };

    private static void Settle(Scene scene, string[] places)
    {
        foreach (var place in places)
        {
            var path = place.Replace("{id}", scene.Id, StringComparison.Ordinal)
                .Replace("{uid}", Native.Libc.GetUid().ToString(System.Globalization.CultureInfo.InvariantCulture),
                    StringComparison.Ordinal)
                .Replace("{home}", scene.Home, StringComparison.Ordinal);
            if (!MakeFolder(scene, Path.GetDirectoryName(path)!)) continue;
            scene.ServeAt(path);
            return;
        }

        throw new IOException($"none of {string.Join(", ", places)} can be made");
    }

    /// <summary>The folder, writable; what had to be made is removed with the scene.</summary>
    private static bool MakeFolder(Scene scene, string folder)
    {
        if (!Directory.Exists(folder))
        {
            if (folder.Length <= 1 || !MakeFolder(scene, Path.GetDirectoryName(folder)!)) return false;
            if (Call(Sys.Mkdirat, AT_FDCWD, Text(folder), 0x1C0) < 0) return false;
            scene.OnEnd(() => Call(Sys.Unlinkat, AT_FDCWD, Text(folder), 0x200 /* AT_REMOVEDIR */));
        }

        return Call(269 /* faccessat */, AT_FDCWD, Text(folder), 2 /* W_OK */) == 0;
    }

    private static void AbstractX(Scene scene)
    {
        var name = "/tmp/.X11-unix/X" + scene.Id;
        scene.Tell("name", name);
        scene.Serve(Address.Unix, Server.Stream, Address.Abstract(name));
    }
}
