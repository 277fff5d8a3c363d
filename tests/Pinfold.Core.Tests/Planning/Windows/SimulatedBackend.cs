using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Inheritance;
using Pinfold.Core.WindowsModel.Machine;
using Pinfold.Core.WindowsModel.Rights;
using Xunit;

namespace Pinfold.Core.Tests.Planning.Windows;

/// <summary>
/// Carries out a plan on a simulated machine, as the user: each step with the rights that the user has, and nothing
/// else.
/// </summary>
internal sealed class SimulatedBackend : IDisposable
{
    private readonly NtMachine _machine;
    private readonly Token _user;
    private readonly List<NtHandle> _handles = [];
    private readonly Stack<Action> _undo = new();
    private readonly List<NtProcess> _processes = [];

    private SimulatedBackend(NtMachine machine, Token user) => (_machine, _user) = (machine, user);

    /// <summary>The command's token.</summary>
    internal Token Target { get; private set; } = null!;

    /// <summary>The command.</summary>
    internal NtProcess Command { get; private set; } = null!;

    internal static SimulatedBackend Apply(NtMachine machine, Token user, WindowsPlan plan, string name = "command")
    {
        var backend = new SimulatedBackend(machine, user);
        foreach (var step in plan.Steps) backend.Apply(step);
        backend.Command = machine.Start(name, backend.Target, user);
        backend._processes.Add(backend.Command);
        if (plan.Steps.OfType<WindowsStep.CreateToken>().SingleOrDefault() is { } token)
            backend.Describe(backend.Command.TokenObject, token.Descriptor);
        if (plan.Steps.OfType<WindowsStep.LogOn>().SingleOrDefault() is { } logon)
            backend.Describe(backend.Command.TokenObject, logon.Descriptor);
        return backend;
    }

    /// <summary>A process that the command starts.</summary>
    internal NtProcess Start(string name)
    {
        var process = _machine.Start(name, Target);
        _processes.Add(process);
        return process;
    }

    /// <summary>
    /// pinfold ends, however: the kernel ends the job's processes and closes the handles, the last one first or not.
    /// </summary>
    internal void Die()
    {
        foreach (var process in _processes) _machine.End(process);
        foreach (var handle in _handles) handle.Dispose();
        _handles.Clear();
    }

    /// <summary>Every step is taken back, the last one first.</summary>
    internal void Undo()
    {
        Die();
        while (_undo.TryPop(out var undo)) undo();
    }

    public void Dispose() => Die();

    private void Apply(WindowsStep step)
    {
        switch (step)
        {
            // no object of the tree
            case WindowsStep.CreateJob or WindowsStep.PassHandles or WindowsStep.FilterEnvironment: break;
            case WindowsStep.Pin s:
                Hold(s.Path, FileRights.ReadData, ShareMode.Read | ShareMode.Write, deleteOnClose: false); break;
            case WindowsStep.GrantRoot s: if (!s.IsThere) AddEntry(s.Path, s.Entry); break;
            case WindowsStep.DenyDeleteChild s: if (!s.IsThere) AddEntry(s.Path, s.Entry); break;
            case WindowsStep.DenyName s: if (s.IsThere) LookAgain(s.Path); else AddEntry(s.Path, s.Entry); break;
            case WindowsStep.KeepControl s: if (!s.IsThere) AddEntry(s.Path, s.Entry); break;
            case WindowsStep.GrantRead s: if (!s.IsThere) AddEntry(s.Path, s.Entry); break;
            case WindowsStep.ShowFolder s: if (!s.IsThere) AddEntry(s.Path, s.Entry); break;
            case WindowsStep.LabelRoot s: if (!s.IsThere) SetLabel(s.Path, s.Label); break;
            case WindowsStep.LabelName s: if (s.IsThere) LookAgain(s.Path); else SetLabel(s.Path, s.Label); break;
            case WindowsStep.HideSecret s: if (s.IsThere) LookAgain(s.Path); else SetLabel(s.Path, s.Label); break;
            case WindowsStep.RevealSecret s: if (!s.IsThere) SetLabel(s.Path, s.Label); break;
            case WindowsStep.Placeholder s:
                Create(Win32(s.Path), SecurableType.Directory, s.Descriptor, deleteOnClose: true); break;
            case WindowsStep.PrivateTemp s:
                Create(Win32(s.Path), SecurableType.Directory, s.Descriptor, deleteOnClose: false);
                _undo.Push(() => Remove(Win32(s.Path)));
                break;
            case WindowsStep.CreateWindowStation s: EnterStation(SecurityDescriptor.Parse(s.Descriptor)); break;
            case WindowsStep.CreateDesktop s:
                Create($@"{Station}\{s.Name}", SecurableType.Desktop, s.Descriptor, deleteOnClose: true); break;
            case WindowsStep.CreateToken s: Target = s.Apply(_user); break;
            case WindowsStep.LogOn s: Target = s.Apply(WellKnownSids.LogonSession(0, ++_logons)); break;
            default: throw new NotSupportedException(step.GetType().Name);
        }
    }

    private static uint _logons = 0x10000;

    /// <summary>
    /// Windows names it after the logon session, whatever the plan calls it (Win32, <i>CreateWindowStationW</i>).
    /// </summary>
    internal const string Station = @"\Sessions\1\Windows\WindowStations\Service-0x0-5eed1$";

    private static string Win32(CanonicalPath path) => WindowsPath.ToWin32(path);

    private void Hold(CanonicalPath path, AccessMask rights, ShareMode share, bool deleteOnClose)
    {
        Assert.Equal(NtStatus.Success,
            _machine.Open(_user, Win32(path), rights, out var handle, share, followLink: false, deleteOnClose));
        _handles.Insert(0, handle!);
    }

    private void Create(string path, SecurableType type, string sddl, bool deleteOnClose)
    {
        var share = deleteOnClose ? ShareMode.Read | ShareMode.Write : ShareMode.All;
        Assert.Equal(NtStatus.Success, _machine.Create(_user, path, type, out var handle,
            SecurityDescriptor.Parse(sddl), null, share, deleteOnClose));
        if (deleteOnClose) _handles.Insert(0, handle!);
        else handle!.Dispose();
    }

    /// <summary>
    /// A later session of the logon gets the station that is there, and is let in by entries of its own
    /// (SessionDesktop).
    /// </summary>
    private void EnterStation(SecurityDescriptor wanted)
    {
        var status = _machine.Create(_user, Station, SecurableType.WindowStation, out var handle, wanted,
            deleteOnClose: true);
        if (status == NtStatus.NameCollision)
        {
            status = _machine.Open(_user, Station, SecurableType.WindowStation.Mapping.All, out handle,
                deleteOnClose: true);
            if (status == NtStatus.AccessDenied) // another program's
                status = _machine.Open(_user, Station,
                    SecurableType.WindowStation.Mapping.All.Without(AccessMask.WriteOwner | AccessMask.Delete),
                    out handle);
            Assert.Equal(NtStatus.Success, status);
            var there = handle!.Target.Descriptor;
            Assert.Equal(NtStatus.Success, NtMachine.SetDacl(handle,
                new(there.Dacl!.Aces.AddRange(wanted.Dacl!.Aces.Where(a => !there.Dacl.Aces.Contains(a))))));
            if (!IntegrityCheck.LetsWrite(wanted.MandatoryLabel!.Sid, there.MandatoryLabel))
            {
                Assert.Equal(NtStatus.Success, _machine.Open(_user, Station, AccessMask.WriteOwner, out var again));
                using (again) Assert.Equal(NtStatus.Success, NtMachine.SetLabel(_user, again!, wanted.MandatoryLabel));
            }
        }

        Assert.Equal(NtStatus.Success, status);
        _handles.Insert(0, handle!);
    }

    private void Describe(NtObject item, string sddl)
    {
        var descriptor = SecurityDescriptor.Parse(sddl);
        Assert.Equal(NtStatus.Success, NtMachine.Open(_user, item, AccessMask.WriteDac | AccessMask.WriteOwner));
        item.Descriptor = OwnEntries.WithLabel(item.Descriptor.WithDacl(descriptor.Dacl), descriptor.MandatoryLabel);
    }

    /// <summary>What was moved into a folder that is kept gets what the folder passes on.</summary>
    private void LookAgain(CanonicalPath path) =>
        Propagation.Propagate(_machine.FindLink(Win32(path))!.Value.Object, SecurableType.File.Mapping);

    private void AddEntry(CanonicalPath path, Ace entry)
    {
        Change(dacl => OwnEntries.Add(dacl, entry));
        _undo.Push(() => Change(dacl => OwnEntries.Remove(dacl, entry)));

        void Change(Func<Acl?, Acl?> how)
        {
            Assert.Equal(NtStatus.Success, _machine.Open(_user, Win32(path),
                AccessMask.WriteDac | AccessMask.ReadControl, out var handle, followLink: false));
            using (handle)
                Assert.Equal(NtStatus.Success, NtMachine.SetDacl(handle!, how(handle!.Target.Descriptor.Dacl)));
            Propagation.Propagate(handle.Target, SecurableType.File.Mapping);
        }
    }

    private void SetLabel(CanonicalPath path, Ace label)
    {
        var parent = _machine.Find(Win32(path.Parent))!;
        var before = _machine.FindLink(Win32(path))!.Value.Object.Descriptor.MandatoryLabel;
        Set(label);
        _undo.Push(() => Set(before is { IsInherited: false } ? before : null));

        void Set(Ace? to)
        {
            var isOwn = _machine.Open(_user, Win32(path), AccessMask.WriteOwner, out var handle, followLink: false)
                != NtStatus.Success;
            var loan = new Ace(AceType.Allowed, AccessMask.WriteOwner, _user.User);
            if (isOwn) Lend(dacl => OwnEntries.Add(dacl, loan));
            if (isOwn)
                Assert.Equal(NtStatus.Success,
                    _machine.Open(_user, Win32(path), AccessMask.WriteOwner, out handle, followLink: false));
            using (handle) Assert.Equal(NtStatus.Success, NtMachine.SetLabel(_user, handle!, to));
            if (isOwn) Lend(dacl => OwnEntries.Remove(dacl, loan));
            Propagation.Propagate(to is null && before is not null ? parent : handle!.Target,
                SecurableType.File.Mapping);
        }

        // The owner may change the DACL, and so give himself WRITE_OWNER for the moment.
        void Lend(Func<Acl?, Acl?> how)
        {
            Assert.Equal(NtStatus.Success,
                _machine.Open(_user, Win32(path), AccessMask.WriteDac, out var handle, followLink: false));
            using (handle)
                Assert.Equal(NtStatus.Success, NtMachine.SetDacl(handle!, how(handle!.Target.Descriptor.Dacl)));
        }
    }

    private void Remove(string path)
    {
        foreach (var name in _machine.Find(path)!.Entries.Keys.ToArray()) Remove($@"{path}\{name}");
        Assert.Equal(NtStatus.Success,
            _machine.Open(_user, path, AccessMask.Delete, out var handle, followLink: false));
        using (handle) Assert.Equal(NtStatus.Success, NtMachine.Delete(handle!));
    }
}
