using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Pinfold.Windows.Tests.Native;

/// <summary>
/// A C program whose every line says something that Native declares; the compiler, with the real headers, is the judge.
/// </summary>
internal static class HeaderProgram
{
    internal const string Compiler = "x86_64-w64-mingw32-gcc";

    internal static string? FindCompiler() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, Compiler)).FirstOrDefault(File.Exists);

    /// <summary>The claims, one for each size, offset, value, argument count and result.</summary>
    internal static List<string> Claims()
    {
        var claims = new List<string>();
        foreach (var type in Declarations.Structures)
        {
            claims.Add(Claim($"sizeof({type.Name}) == {Declarations.SizeOf(type)}"));
            foreach (var field in Declarations.FieldsOf(type))
            {
                claims.Add(Claim($"offsetof({type.Name}, {field.Name}) == {Marshal.OffsetOf(type, field.Name)}"));
                claims.Add(
                    Claim($"sizeof((({type.Name} *)0)->{field.Name}) == {Declarations.SizeOf(field.FieldType)}"));
            }
        }

        foreach (var constant in Declarations.Constants)
        {
            var (cast, suffix) = constant.FieldType == typeof(uint) ? ("unsigned", "u") : ("int", "");
            claims.Add(Claim(string.Create(CultureInfo.InvariantCulture,
                $"({cast})({constant.Name}) == {constant.GetRawConstantValue()}{suffix}")));
        }

        foreach (var function in Declarations.Functions)
        {
            var arguments = function.GetParameters().Select(
                p => p.ParameterType.IsValueType && Declarations.Structures.Contains(p.ParameterType)
                    ? $"({p.ParameterType.Name}){{0}}"
                    : "0");
            var call = $"{Declarations.EntryPoint(function)}({string.Join(", ", arguments)})";
            claims.Add(Claim($"sizeof({call}) == {(function.ReturnType == typeof(void) ? 1 : Declarations.SizeOf(function.ReturnType))}"));
        }

        return claims;
    }

    /// <summary>The headers of programs.</summary>
    internal const string OfUser = """
        #define _WIN32_WINNT 0x0A00
        #define NTDDI_VERSION 0x0A000006
        #define UNICODE
        #define WIN32_NO_STATUS
        #include <stddef.h>
        #include <winsock2.h>
        #include <windows.h>
        #include <iphlpapi.h>
        #undef WIN32_NO_STATUS
        #include <ntstatus.h>
        #include <winioctl.h>
        #include <shellapi.h>
        #include <winternl.h>
        #include <ntsecapi.h>
        #include <lm.h>
        #include <userenv.h>
        #include <fwpmu.h>

        """;

    /// <summary>
    /// What minwinbase.h has since Windows 10 1607: it compares _WIN32_WINNT with a number of NTDDI_VERSION's kind.
    /// </summary>
    internal const string OfLater = """
        #define _WIN32_WINNT 0x0A000006
        #include <windows.h>

        """;

    /// <summary>The headers of drivers.</summary>
    internal const string OfKernel = """
        #define _WIN32_WINNT 0x0A00
        #include <stddef.h>
        #include <ddk/wdm.h>

        """;

    /// <summary>What the compiler says against <paramref name="claims"/>; empty when all of them hold.</summary>
    internal static string Judge(string compiler, IEnumerable<string> claims, string headers = OfUser)
    {
        var text = new StringBuilder(headers);
        foreach (var claim in claims) text.Append(claim).Append('\n');
        using var process = Process.Start(
            new ProcessStartInfo(compiler, ["-fsyntax-only", "-Wno-pointer-to-int-cast", "-x", "c", "-"])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardError = true,
        })!;
        process.StandardInput.Write(text);
        process.StandardInput.Close();
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? "" : said;
    }

    internal static string Claim(string what) => $"_Static_assert({what}, \"{what}\");";
}
