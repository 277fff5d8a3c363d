using System.Globalization;
using System.Reflection;
using Pinfold.Windows.Attacks;
using Pinfold.Windows.FileAccess;
using Pinfold.Windows.Native;
using Pinfold.Windows.Service;
using Pinfold.Windows.Setup;
using Xunit;

namespace Pinfold.Windows.Tests.Native;

/// <summary>Level of evidence: Windows' headers, as mingw-w64 has them.</summary>
public sealed class HeaderTests
{
    private const BindingFlags Statics = BindingFlags.Static | BindingFlags.NonPublic;

    /// <summary>740 (MS-ERREF 2.2).</summary>
    private const string Elevation = "ERROR_ELEVATION_REQUIRED";

    [MingwFact]
    public void Every_size_offset_value_and_argument_count_is_that_of_the_headers()
    {
        var claims = HeaderProgram.Claims();
        Assert.InRange(claims.Count, 200, 10_000);
        Assert.Equal("", HeaderProgram.Judge(HeaderProgram.FindCompiler()!, claims));
    }

    /// <summary>
    /// Rights, entries' types and flags, groups' attributes, tokens' flags and jobs' limits of Pinfold.Core.
    /// </summary>
    [MingwFact]
    public void Every_number_of_the_model_is_that_of_the_headers()
    {
        var (numbers, kernel) = (ModelConstants.OfUser(), ModelConstants.OfKernel());
        Assert.InRange(numbers.Length, 150, 1000);
        Assert.Equal("", Judge(numbers.Select(Equal)));
        Assert.Equal(7, kernel.Length);
        Assert.Equal("", Judge(kernel.Select(Equal), HeaderProgram.OfKernel));
    }

    /// <summary>Flags and privileges of Pinfold.Core, whose members have names of their own.</summary>
    [MingwFact]
    public void Every_flag_and_privilege_of_the_model_is_that_of_the_headers()
    {
        Assert.Equal("", Judge(ModelFlags.OfUser.Select(Equal)));
        Assert.Equal("", Judge(ModelFlags.Privileges.Select(Equal), HeaderProgram.OfKernel));
    }

    [Fact]
    public void No_flag_or_privilege_of_the_model_is_left_out() => Assert.Empty(ModelFlags.LeftOut());

    /// <summary>The names of errors, and numbers that are declared beside the code that uses them.</summary>
    [MingwFact]
    public void Every_number_outside_of_the_declarations_is_that_of_the_headers()
    {
        var errors = (Dictionary<int, string>)typeof(NativeException).GetField("Symbols", Statics)!.GetValue(null)!;
        Assert.InRange(errors.Count, 30, 200);
        Assert.Equal("", Judge(errors.Where(e => e.Value != Elevation).Select(e => Equal((e.Value, (uint)e.Key)))));
        Assert.Equal("", Judge(
        [
            Equal(("IP_GENERAL_FAILURE", Number(
                typeof(AttackCodes).Assembly.GetType("Pinfold.Windows.Attacks.Networks")!, "IP_GENERAL_FAILURE"))),
            Equal((
                "FILE_WRITE_DATA | FILE_APPEND_DATA | FILE_DELETE_CHILD | DELETE | WRITE_DAC | WRITE_OWNER | GENERIC_WRITE | GENERIC_ALL",
                Number(typeof(SecuredFolder), "Writing"))),
            Equal(("FILE_GENERIC_READ | FILE_GENERIC_WRITE | FILE_GENERIC_EXECUTE", Number(typeof(Caller), "Write"))),
            Equal(("FILE_GENERIC_READ | FILE_GENERIC_EXECUTE", Number(typeof(Caller), "Read"))),
            Equal(("FILE_TRAVERSE | FILE_READ_ATTRIBUTES | SYNCHRONIZE", Number(typeof(Caller), "Enter"))),
            Equal(("IsReparseTagNameSurrogate(0xFFFFFFFF)", Number(typeof(NativeItem), "Surrogate"))),
            Equal(("(ULONG_PTR)HKEY_USERS", Number(typeof(OtherAccounts), "Users"))),
        ]));
        Assert.Equal("", Judge([Equal(("FileRenameInfoEx", FileCalls.FileRenameInfoEx)),
            Equal(("FileDispositionInfoEx", FileCalls.FileDispositionInfoEx))],
            HeaderProgram.OfLater));
    }

    /// <summary>
    /// So that a header which gets them is asked. Of the platform's flags, FWPM_…_FLAG_…, fwpmtypes.h of the Windows
    /// SDK alone has the numbers.
    /// </summary>
    [MingwFact]
    public void What_nobody_is_asked_about_no_header_has()
    {
        string[] names =
        [
            .. ModelConstants.OfNeither().Select(n => n.Name), "FWPM_PROVIDER_FLAG_PERSISTENT",
            "FWPM_SUBLAYER_FLAG_PERSISTENT", "FWPM_FILTER_FLAG_INDEXED",
            "SE_DELEGATE_SESSION_USER_IMPERSONATE_PRIVILEGE", Elevation,
        ];
        foreach (var headers in (string[])[HeaderProgram.OfUser, HeaderProgram.OfKernel])
        {
            var said = Judge(names.Select(name => Equal((name, 0))), headers);
            Assert.All(names, name => Assert.Matches($@"\b{name}\W+undeclared", said));
        }
    }

    [MingwFact]
    public void A_wrong_claim_is_found() => Assert.All(
        [
            "sizeof(SECURITY_ATTRIBUTES) == 23",
            "offsetof(FILE_ID_INFO, FileId) == 4", "(unsigned)(FILE_SHARE_READ) == 2u",
            "sizeof(CloseHandle(0, 0)) == 4", "sizeof(GetCurrentProcess()) == 4",
        ], claim =>
            Assert.Contains("error", HeaderProgram.Judge(HeaderProgram.FindCompiler()!, [HeaderProgram.Claim(claim)]),
                StringComparison.Ordinal));

    private static string Judge(IEnumerable<string> claims, string headers = HeaderProgram.OfUser) =>
        HeaderProgram.Judge(HeaderProgram.FindCompiler()!, claims, headers);

    private static string Equal((string Name, uint Value) number) =>
        HeaderProgram.Claim($"(unsigned)({number.Name}) == {number.Value}u");

    private static uint Number(Type type, string name) =>
        unchecked(
            (uint)Convert.ToInt64(type.GetField(name, Statics)!.GetRawConstantValue(), CultureInfo.InvariantCulture));
}
