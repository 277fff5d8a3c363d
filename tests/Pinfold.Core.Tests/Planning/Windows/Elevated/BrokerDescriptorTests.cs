using Pinfold.Core.Planning.Windows;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Inheritance;
using Pinfold.Core.WindowsModel.Machine;
using Pinfold.Core.WindowsModel.Rights;
using Xunit;

namespace Pinfold.Core.Tests.Planning.Windows.Elevated;

/// <summary>Who gets at the service, its pipe and its folders: asked of the access check.</summary>
public sealed class BrokerDescriptorTests
{
    private static readonly Token Account = AccountLogon.TokenOf(Networks.Offline, [Accounts.Group],
        WellKnownSids.LogonSession(0, 9));
    private static readonly Token OverTheNetwork = FreshWindows11.User with
        { Groups = [.. FreshWindows11.User.Groups, new(WellKnownSids.Network)] };
    private static readonly Token Administrator = FreshWindows11.User with
    {
        Groups = [.. FreshWindows11.User.Groups.Where(g => g.Sid != WellKnownSids.Administrators),
            new(WellKnownSids.Administrators)],
        IntegrityLevel = WellKnownSids.High,
    };

    private static readonly (string Name, Token Token)[] Others =
    [
        ("the offline account", Account), ("its command", Fenced.ByAccount().Target),
        ("a command of the unelevated fence", Fenced.ByPlan().Target),
        ("a program of low level", FreshWindows11.LowUser), ("the user over the network", OverTheNetwork),
        ("a service", new(WellKnownSids.LocalService)
            { Groups = [new(WellKnownSids.Everyone), new(WellKnownSids.AuthenticatedUsers)] }),
    ];

    [Fact]
    public void Users_speak_through_the_pipe_and_make_none()
    {
        foreach (var user in (Token[])[FreshWindows11.User, FreshWindows11.OtherUser])
        {
            Assert.True(Pipe(user, BrokerPipe.Client));
            foreach (var right in (AccessMask[])[(uint)PipeRights.CreateInstance,
                AccessMask.WriteDac, AccessMask.WriteOwner, AccessMask.Delete, AccessMask.GenericWrite])
                Assert.False(Pipe(user, right));
        }
    }

    [Fact]
    public void Nobody_else_reads_or_writes_the_pipe() => Assert.All(Others, other =>
    {
        for (var bit = 1u; bit <= 0x100u; bit <<= 1)
            Assert.False(Pipe(other.Token, bit), $"{other.Name}: {SecurableType.NamedPipe.Describe(bit)}");
        Assert.False(Pipe(other.Token, AccessMask.WriteDac), other.Name);
    });

    [Fact]
    public void Administrators_control_the_service_and_users_ask_whether_it_runs()
    {
        var descriptor = SecurityDescriptor.Parse("O:SYG:SY" + BrokerService.Sddl);
        Assert.True(Check(Administrator, descriptor, 0xf01ff, SecurableType.Service));
        Assert.True(Check(FreshWindows11.User, descriptor,
            (uint)(ServiceRights.QueryStatus | ServiceRights.Interrogate), SecurableType.Service));
        foreach (var right in (AccessMask[])
            [
                (uint)ServiceRights.ChangeConfig, (uint)ServiceRights.Start, (uint)ServiceRights.Stop,
                (uint)ServiceRights.PauseContinue, (uint)ServiceRights.UserDefinedControl,
                AccessMask.Delete, AccessMask.WriteDac, AccessMask.WriteOwner,
            ])
            Assert.All(Others.Append(("the user", FreshWindows11.User)),
                other => Assert.False(Check(other.Item2, descriptor, right, SecurableType.Service), other.Item1));
    }

    [Fact]
    public void What_SYSTEM_runs_lies_where_no_user_writes()
    {
        var host = FreshWindows11.Create();
        host.Folder(WindowsSetup.ProgramFolder, WindowsSetup.ProgramSddl);
        host.Folder(WindowsSetup.DataFolder, WindowsSetup.ProgramSddl);
        host.File(WindowsSetup.ProgramFolder + @"\pinfold-broker.exe");
        host.File(WindowsSetup.DataFolder + @"\ledger");
        foreach (var path in (string[])[WindowsSetup.ProgramFolder, WindowsSetup.ProgramFolder + @"\pinfold-broker.exe",
            WindowsSetup.DataFolder, WindowsSetup.DataFolder + @"\ledger"])
        {
            Assert.Equal(NtStatus.Success, host.Machine.Open(FreshWindows11.User, path, AccessMask.GenericRead, out _));
            foreach (var right in (AccessMask[])[2, 4, 0x10, 0x40, 0x100,
                AccessMask.Delete, AccessMask.WriteDac, AccessMask.WriteOwner])
                Assert.All(Others.Append(("the user", FreshWindows11.User)),
                    other => Assert.Equal(NtStatus.AccessDenied, host.Machine.Open(other.Item2, path, right, out _)));
            Assert.Equal(NtStatus.Success, host.Machine.Open(Administrator, path, 2, out _)); // the control
        }
    }

    private static bool Pipe(Token token, AccessMask right) =>
        Check(token, Made, right, SecurableType.NamedPipe);

    /// <summary>As the broker's call makes it: generic rights are mapped then.</summary>
    private static readonly SecurityDescriptor Made = DescriptorCreation.Create(null,
        SecurityDescriptor.Parse(BrokerPipe.Sddl(Accounts.Group)),
        new(WellKnownSids.LocalSystem) { IntegrityLevel = WellKnownSids.System },
        SecurableType.NamedPipe, isContainer: false, InheritFlags.None);

    private static bool Check(Token token, SecurityDescriptor descriptor, AccessMask right, SecurableType type) =>
        AccessCheck.Check(token, descriptor, right, type.Mapping).IsGranted;
}
