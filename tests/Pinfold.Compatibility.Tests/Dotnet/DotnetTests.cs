using System.Text.Json;
using Pinfold.Compatibility.Tests.Fixture;
using Xunit;

namespace Pinfold.Compatibility.Tests.Dotnet;

public sealed class DotnetTests
{
    private const string Library = """
        mkdir -p ws/app ws/lib
        cat > ws/lib/lib.csproj <<'END'
        <Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>
        END
        echo 'namespace Lib; public static class Answer { public static int Value => 42; }' > ws/lib/Answer.cs
        cat > ws/app/app.csproj <<'END'
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework></PropertyGroup>
          <ItemGroup><ProjectReference Include="../lib/lib.csproj" /></ItemGroup>
        </Project>
        END
        echo 'System.Console.WriteLine($"the answer is {Lib.Answer.Value}");' > ws/app/Program.cs
        """;

    /// <summary>Nothing about how the tool is called: what a user types must work.</summary>
    private const string Quiet = "export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1";

    private readonly Account _account;

    public DotnetTests(Account account)
    {
        _account = account;
        Account.Require("dotnet", "dotnet-sdk-10.0");
    }

    [Fact]
    public void Build_and_run_a_restored_project_with_defaults() => new Scenario(_account, "dotnet-restored")
    {
        Prepare = Library + $"\n{Quiet}; dotnet restore ws/app -v q",
        Always = Quiet,
    }.Same(
        "dotnet build app -v q --nologo | grep -E 'Warn|Error'; dotnet app/bin/Debug/net10.0/app.dll",
        "echo 'System.Console.WriteLine(\"changed\");' >> app/Program.cs; dotnet run --project app").SameFiles("obj");

    [Fact]
    public void Restore_and_build_from_nothing_offline() =>
        new Scenario(_account, "dotnet-fresh") { Prepare = Library, Always = Quiet }.Same(
            "dotnet build app -v q --nologo | grep -E 'Warn|Error'; dotnet app/bin/Debug/net10.0/app.dll")
                .SameFiles("obj");

    [Fact]
    public void Test_with_packages_of_a_local_feed()
    {
        var feed = Feed();
        new Scenario(_account, "dotnet-test")
        {
            Prepare = Library + $$"""

                mkdir ws/test
                cat > ws/test/test.csproj <<'END'
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework></PropertyGroup>
                  <ItemGroup><PackageReference Include="xunit.v3" Version="{{feed.Version}}" /><ProjectReference Include="../lib/lib.csproj" /></ItemGroup>
                </Project>
                END
                echo 'public class AnswerTests { [Xunit.Fact] public void It_is_42() => Xunit.Assert.Equal(42, Lib.Answer.Value); }' > ws/test/AnswerTests.cs
                echo '{ "test": { "runner": "Microsoft.Testing.Platform" } }' > ws/global.json
                cat > ws/nuget.config <<'END'
                <configuration><packageSources><clear /><add key="feed" value="{{feed.Folder}}" /></packageSources></configuration>
                END
                {{Quiet}}; dotnet restore ws/test -v q
                """,
            Always = Quiet,
        }.Same(
            "dotnet test --project test 2>&1 | grep -E '^  (total|failed|succeeded)'",
            // Without the user's package cache, which is outside the roots, everything is unpacked again in the
            // workspace.
            "NUGET_PACKAGES=$PWD/packages dotnet restore test -v q; ls packages | grep -c xunit")
                .SameFiles("obj", "packages", "TestResults");
    }

    /// <summary>
    /// The packages that this test project itself was built from, as a folder feed that the user can read.
    /// </summary>
    private (string Folder, string Version) Feed()
    {
        var folder = _account.Home + "/feed";
        Directory.CreateDirectory(folder);
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set
            ? set : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + "/.nuget/packages";
        using var locks = JsonDocument.Parse(
            File.ReadAllBytes(Repository.Root + "/tests/Pinfold.Compatibility.Tests/packages.lock.json"));
        var version = "";
        foreach (var package in locks.RootElement.GetProperty("dependencies").GetProperty("net10.0").EnumerateObject())
        {
            if (!package.Value.TryGetProperty("resolved", out var resolved)) continue;
            var name = package.Name.ToLowerInvariant();
            File.Copy($"{cache}/{name}/{resolved}/{name}.{resolved}.nupkg",
                $"{folder}/{name}.{resolved}.nupkg", overwrite: true);
            if (name == "xunit.v3") version = resolved.GetString()!;
        }

        return (folder, version);
    }
}
