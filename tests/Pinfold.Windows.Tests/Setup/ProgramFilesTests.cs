using Pinfold.Windows.Setup;
using Xunit;

namespace Pinfold.Windows.Tests.Setup;

public sealed class ProgramFilesTests
{
    [Fact]
    public void A_folder_of_somebody_elses_files_tells_of_no_setup()
    {
        var folder = Directory.CreateTempSubdirectory("pinfold-programs-").FullName;
        try
        {
            Assert.True(ProgramFiles.AreIn(folder));
            File.WriteAllText(Path.Combine(folder, "theirs.txt"), "");
            Assert.False(ProgramFiles.AreIn(folder));
            File.WriteAllText(Path.Combine(folder, "pinfold-broker.exe"), "");
            Assert.True(ProgramFiles.AreIn(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        Assert.False(ProgramFiles.AreIn(folder));
    }
}
