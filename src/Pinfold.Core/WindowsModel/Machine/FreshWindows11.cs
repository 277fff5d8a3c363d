using Pinfold.Core.WindowsModel.Access;

namespace Pinfold.Core.WindowsModel.Machine;

/// <summary>
/// A freshly installed Windows 11 with an ordinary user who is logged on, and the descriptors that such machines show.
/// Where a listing from a real machine was found it is named; what is marked <i>assumed</i> is not, and no claim may
/// rest on it but as the worse case.
/// </summary>
public sealed class FreshWindows11
{
    /// <summary>Owner of the system's files.</summary>
    private const string Installer = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464";

    /// <summary>
    /// As <c>C:\</c> on Windows 11 (printed alike by several projects' tests, one "as probed on Windows 11", without
    /// the entry for a package's capability); its label from a listing of the descriptor with the SACL.
    /// </summary>
    private const string DriveRoot =
        $"O:{Installer}G:{Installer}D:PAI(A;;LC;;;AU)(A;OICIIO;SDGXGWGR;;;AU)(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)"
            + "(A;OICI;0x1200a9;;;BU)S:(ML;OINPIO;NW;;;HI)";

    /// <summary>As <c>C:\Windows</c> and <c>C:\Program Files</c>, captured with Get-Acl on Windows 11.</summary>
    private const string SystemFolder =
        $"O:{Installer}G:{Installer}D:PAI(A;OICIIO;GA;;;CO)(A;OICIIO;GA;;;SY)(A;;0x1301bf;;;SY)"
            + $"(A;OICIIO;GA;;;BA)(A;;0x1301bf;;;BA)(A;OICIIO;GXGR;;;BU)(A;;0x1200a9;;;BU)(A;CIIO;GA;;;{Installer})(A;;FA;;;{Installer})"
            + "(A;;0x1200a9;;;AC)(A;OICIIO;GXGR;;;AC)(A;;0x1200a9;;;S-1-15-2-2)(A;OICIIO;GXGR;;;S-1-15-2-2)";

    /// <summary>As <c>C:\ProgramData</c>, read from Windows 11 with Get-Acl: users may add files and folders.</summary>
    private const string ProgramData =
        "O:SYG:SYD:PAI(A;OICIIO;GA;;;CO)(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)(A;CI;DCLCRPCR;;;BU)";

    /// <summary>
    /// <c>C:\Users</c>; assumed: read and execute for users and Everyone, as <c>icacls C:\Users</c> shows it.
    /// </summary>
    private const string UsersFolder =
        "O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;;0x1200a9;;;BU)(A;OICIIO;GXGR;;;BU)(A;;0x1200a9;;;WD)(A;OICIIO;GXGR;;;WD)";

    /// <summary>
    /// <c>C:\Users\Public</c>; assumed: those who are logged on may write, as <c>icacls</c> shows it.
    /// </summary>
    private const string PublicFolder =
        "O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;CO)(A;OICI;0x1301bf;;;IU)(A;OICI;0x1301bf;;;SU)"
        + "(A;OICI;0x1301bf;;;S-1-5-3)";

    /// <summary>The domain of the machine's accounts.</summary>
    public static Sid Computer { get; } = Sid.Parse("S-1-5-21-1004336348-1177238915-682003330");

    /// <summary>The user, <c>me</c>.</summary>
    public static Sid Me { get; } = Computer.Child(1001);

    /// <summary>Another ordinary user.</summary>
    public static Sid Other { get; } = Computer.Child(1002);

    /// <summary>The SID of the user's logon session.</summary>
    public static Sid Logon { get; } = WellKnownSids.LogonSession(0, 0x5EED1);

    /// <summary>Of <c>C:</c> (FILE_ID_INFO).</summary>
    public const ulong Serial = 0x1122_3344_5566_7788;

    /// <summary>The user's ordinary, not elevated token; its default DACL as Windows makes it: the user, SYSTEM, and
    /// the logon session for reading and executing (<i>Windows Security Internals</i>, chapter 4).</summary>
    public static Token User { get; } = TokenOf(Me, Logon);

    /// <summary>The same user's programs of low level, as a browser's renderer or Office's protected view.</summary>
    public static Token LowUser { get; } = User with { IntegrityLevel = WellKnownSids.Low };

    /// <summary>Somebody else who is logged on.</summary>
    public static Token OtherUser { get; } = TokenOf(Other, WellKnownSids.LogonSession(0, 0x5EED2));

    private FreshWindows11(NtMachine machine) => Machine = machine;

    /// <summary>The machine.</summary>
    public NtMachine Machine { get; }

    /// <summary>A new machine.</summary>
    public static FreshWindows11 Create()
    {
        // The object manager's root and \Device: everybody may look, SYSTEM may change (assumed; ordinary users cannot
        // create there).
        var machine = new NtMachine(Parse("O:BAG:SYD:(A;;GA;;;SY)(A;;GA;;;BA)(A;;0x20003;;;WD)"));
        var here = new FreshWindows11(machine);
        here.Directory(@"\Device", "O:BAG:SYD:(A;;GA;;;SY)(A;;GA;;;BA)(A;;0x20003;;;WD)");
        machine.Mount('C', "6f0b5a3e-0001-0000-0000-100000000000", "HarddiskVolume3", Parse(DriveRoot));
        here.Disk();
        here.Profile("me", Me);
        here.Profile("other", Other);
        here.Kernel();
        here.Registry();
        machine.Start("explorer.exe", User);
        machine.Start("renderer.exe", LowUser);
        machine.Start("other.exe", OtherUser);
        return here;
    }

    /// <summary>A folder, and those above it where they are missing.</summary>
    public NtObject Folder(string path, string? sddl = null)
    {
        var above = path[..path.LastIndexOf('\\')];
        if (above.Length > 2 && Machine.Find(above) is null) Folder(above);
        return Machine.Install(path, SecurableType.Directory, sddl is null ? null : Parse(sddl));
    }

    /// <summary>A file, and the folders above it where they are missing.</summary>
    public NtObject File(string path, string? sddl = null)
    {
        var above = path[..path.LastIndexOf('\\')];
        if (above.Length > 2 && Machine.Find(above) is null) Folder(above);
        return Machine.Install(path, SecurableType.File, sddl is null ? null : Parse(sddl));
    }

    private void Disk()
    {
        Folder(@"C:\Windows", SystemFolder);
        File(@"C:\Windows\System32\cmd.exe");
        File(@"C:\Windows\System32\drivers\etc\hosts");
        Folder(@"C:\Program Files", SystemFolder);
        File(@"C:\Program Files\Git\bin\git.exe");
        Folder(@"C:\ProgramData", ProgramData);
        File(@"C:\ProgramData\Vendor\settings.json");
        Folder(@"C:\Users", UsersFolder);
        File(@"C:\Users\Public\Documents\shared.txt");
        Machine.Find(@"C:\Users\Public")!.Descriptor = Parse(PublicFolder);

        // What installers and people leave behind: a folder that all who are logged on may change, and one that
        // Everyone may (made up: both are the worse case).
        File(@"C:\tools\old.exe", "O:BAG:SYD:AI(A;ID;0x1301bf;;;AU)(A;ID;FA;;;BA)");
        Folder(@"C:\open", "O:BAG:SYD:(A;OICI;FA;;;WD)");
        File(@"C:\open\file.txt");
    }

    /// <summary>
    /// As a profile captured with Get-Acl on Windows 11, without the entry for a capability. <c>AppData\LocalLow</c>
    /// has the label low, which what is in it inherits (Win32, <i>Designing Applications to Run at a Low Integrity
    /// Level</i>).
    /// </summary>
    private void Profile(string name, Sid user)
    {
        var home = $@"C:\Users\{name}";
        Folder(home, $"O:SYG:SYD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;{user})");
        foreach (var file in (string[])
            [
                @".ssh\id_ed25519", @".ssh\known_hosts", @".gitconfig", @".npmrc", @"Documents\letter.txt",
                @"AppData\Roaming\Code\settings.json",
                @"AppData\Local\Temp\note.tmp", @"AppData\Local\pinfold\journal\0.jsonl", @"Desktop\run.lnk",
            ]) Owned($@"{home}\{file}", user);
        Folder($@"{home}\AppData\LocalLow",
            $"O:{user}G:{user}D:AI(A;OICIID;FA;;;SY)(A;OICIID;FA;;;BA)(A;OICIID;FA;;;{user})S:AI(ML;OICI;NW;;;LW)");
        Owned($@"{home}\AppData\LocalLow\cache.dat", user);
        foreach (var (_, item) in Machine.Objects()
            .Where(o => o.Name.StartsWith($@"\Device\HarddiskVolume3\Users\{name}\", StringComparison.Ordinal)))
            item.Descriptor = item.Descriptor with { Owner = user, Group = user };
    }

    private void Owned(string path, Sid user)
    {
        var file = File(path);
        file.Descriptor = file.Descriptor with { Owner = user, Group = user };
    }

    /// <summary>
    /// Objects of the kernel. That programs of low level can write NUL, make pipes and named objects, and use the
    /// desktop is how they are used (browsers' renderers do all of it), so a low label; the entries are assumed, each
    /// at its widest.
    /// </summary>
    private void Kernel()
    {
        Machine.Install(@"\Device\Null", SecurableType.File,
            Parse("O:BAG:SYD:(A;;FA;;;SY)(A;;FA;;;BA)(A;;0x1201bf;;;WD)(A;;0x1201bf;;;RC)S:(ML;;NW;;;LW)"));
        Machine.Install(@"\Device\NamedPipe", SecurableType.Directory,
            Parse("O:BAG:SYD:(A;;0x1201bf;;;WD)(A;;FA;;;SY)(A;;FA;;;BA)S:(ML;;NW;;;LW)"));
        Machine.Install(@"\Device\NamedPipe\explorer", SecurableType.NamedPipe,
            Parse($"O:{Me}G:{Me}D:(A;;FA;;;SY)(A;;FA;;;{Me})(A;;FR;;;WD)"));
        Directory(@"\Sessions", "O:BAG:SYD:(A;;GA;;;SY)(A;;0x20003;;;WD)");
        Directory(@"\Sessions\1", "O:BAG:SYD:(A;;GA;;;SY)(A;;0x20003;;;WD)");
        Directory(@"\Sessions\1\BaseNamedObjects",
            $"O:BAG:SYD:(A;;GA;;;SY)(A;;0x2000f;;;{Logon})(A;;0x20003;;;WD)S:(ML;;NW;;;LW)");
        Machine.Install(@"\Sessions\1\BaseNamedObjects\editor", SecurableType.Section,
            Parse($"O:{Me}G:{Me}D:(A;;GA;;;SY)(A;;0xf001f;;;{Me})"));
        Machine.Install(@"\Sessions\1\BaseNamedObjects\single", SecurableType.Event,
            Parse($"O:{Me}G:{Me}D:(A;;GA;;;SY)(A;;0x1f0003;;;{Me})"));
        Directory(@"\Sessions\1\Windows", "O:BAG:SYD:(A;;GA;;;SY)(A;;0x20003;;;WD)");
        Directory(@"\Sessions\1\Windows\WindowStations", "O:BAG:SYD:(A;;GA;;;SY)(A;;0x2000f;;;WD)S:(ML;;NW;;;LW)");
        Machine.Install(@"\Sessions\1\Windows\WindowStations\WinSta0", SecurableType.WindowStation,
            Parse($"O:BAG:SYD:(A;;0xf037f;;;SY)(A;;0x2037f;;;{Logon})S:(ML;;NW;;;LW)"));
        Machine.Install(@"\Sessions\1\Windows\WindowStations\WinSta0\Default", SecurableType.Desktop,
            Parse($"O:BAG:SYD:(A;;0xf01ff;;;SY)(A;;0x201ff;;;{Logon})S:(ML;;NW;;;LW)"));
        Directory(@"\Services", "O:SYG:SYD:(A;;GA;;;SY)(A;;0x20003;;;WD)");

        // The default of services: users may query and interrogate (Win32, Service Security and Access Rights).
        Machine.Install(@"\Services\Spooler", SecurableType.Service,
            Parse("O:SYG:SYD:(A;;CCLCSWRPWPDTLOCRRC;;;SY)"
                + "(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;BA)(A;;CCLCSWLOCRRC;;;IU)(A;;CCLCSWLOCRRC;;;SU)"));
    }

    /// <summary>
    /// As <c>HKLM\SOFTWARE\Microsoft</c> and <c>HKCU\Software</c>, captured with Get-Acl on Windows 11, without
    /// capabilities.
    /// </summary>
    private void Registry()
    {
        Directory(@"\REGISTRY", "O:SYG:SYD:(A;;GA;;;SY)(A;;0x20003;;;WD)");
        Key(@"\REGISTRY\MACHINE",
            "O:BAG:SYD:P(A;CI;KR;;;BU)(A;CI;KA;;;BA)(A;CI;KA;;;SY)(A;CIIO;KA;;;CO)(A;CI;KR;;;AC)");
        Key(@"\REGISTRY\MACHINE\SOFTWARE");
        Key(@"\REGISTRY\MACHINE\SOFTWARE\Microsoft");
        Key(@"\REGISTRY\MACHINE\SOFTWARE\Microsoft\Run");
        Directory(@"\REGISTRY\USER", "O:SYG:SYD:(A;;GA;;;SY)(A;;0x20003;;;WD)");
        Key($@"\REGISTRY\USER\{Me}",
            $"O:SYG:SYD:P(A;OICI;KR;;;RC)(A;OICI;KA;;;SY)(A;OICI;KA;;;BA)(A;OICI;KA;;;{Me})(A;OICI;KR;;;AC)");
        Key($@"\REGISTRY\USER\{Me}\Software");
        Key($@"\REGISTRY\USER\{Me}\Software\Run");
        Key($@"\REGISTRY\USER\{Me}\Environment");
    }

    private void Key(string path, string? sddl = null) =>
        Machine.Install(path, SecurableType.RegistryKey, sddl is null ? null : Parse(sddl));

    private void Directory(string path, string sddl) =>
        Machine.Install(path, SecurableType.ObjectDirectory, Parse(sddl));

    private static SecurityDescriptor Parse(string sddl) => SecurityDescriptor.Parse(sddl);

    private static Token TokenOf(Sid user, Sid logon) => new(user)
    {
        Groups =
        [
            new(Computer.Child(513)), new(WellKnownSids.Everyone), new(WellKnownSids.LocalAccount),
            new(WellKnownSids.Administrators, GroupAttributes.UseForDenyOnly),
            new(WellKnownSids.Users), new(WellKnownSids.Interactive),
            new(WellKnownSids.AuthenticatedUsers), new(Sid.Parse("S-1-5-15")),
            new(WellKnownSids.Local), new(Sid.Parse("S-1-5-64-10")),
            new(logon, GroupAttributes.Default | GroupAttributes.LogonId),
        ],
        PrimaryGroup = Computer.Child(513),
        Privileges = Privileges.ChangeNotify | Privileges.Shutdown | Privileges.Undock | Privileges.IncreaseWorkingSet
            | Privileges.TimeZone,
        DefaultDacl = SecurityDescriptor.Parse($"D:(A;;GA;;;SY)(A;;GA;;;{user})(A;;GXGR;;;{logon})").Dacl,
    };
}
