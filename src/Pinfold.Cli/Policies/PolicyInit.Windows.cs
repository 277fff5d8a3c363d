using Pinfold.Cli.Output;
using Pinfold.Core.Paths;

namespace Pinfold.Cli.Policies;

internal static partial class PolicyInit
{
    /// <summary>
    /// Writes policy.toml into <paramref name="folder"/>, which is made, and never over another file.
    /// </summary>
    private static CanonicalPath Write(CanonicalPath folder, byte[] text)
    {
        var path = folder.Combine("policy.toml");
        try
        {
            Directory.CreateDirectory(WindowsPath.ToExtended(folder));
            using var file = new FileStream(WindowsPath.ToExtended(path), FileMode.CreateNew,
                FileAccess.Write, FileShare.None);
            file.Write(text);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw File.Exists(WindowsPath.ToExtended(path))
                ? Kept(path)
                : new CommandException($"{path} cannot be made: {e.Message}");
        }
    }
}
