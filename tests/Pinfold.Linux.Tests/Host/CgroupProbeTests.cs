using Pinfold.Linux.Host;
using Xunit;

namespace Pinfold.Linux.Tests.Host;

public sealed class CgroupProbeTests
{
    [Fact]
    public void What_is_named_after_a_process_that_is_gone_or_cannot_be_is_removed_and_nothing_else()
    {
        var folder = Directory.CreateTempSubdirectory("pinfold-cgroups-").FullName; // rmdir(2) is the same
        try
        {
            string[] stays = [$"pinfold-{Environment.ProcessId}-a", "pinfold-web-1", "other-99999999999-a"];
            foreach (var name in (string[])[.. stays, "pinfold-99999999999-a", $"pinfold-{int.MaxValue}-a"])
                Directory.CreateDirectory($"{folder}/{name}");
            CgroupProbe.RemoveStale(folder);
            Assert.Equal(stays.Order(StringComparer.Ordinal),
                Directory.GetDirectories(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)!);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
