using System.Text;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;
using Xunit;

namespace Pinfold.Core.Tests.Policy;

/// <summary>Short ways to load layers in a home and a workspace that need not exist.</summary>
internal static class Layers
{
    internal static readonly CanonicalPath Home = CanonicalPath.Parse("/home/ada");
    internal static readonly CanonicalPath Work = CanonicalPath.Parse("/home/ada/work");

    internal static PolicySource Machine(string text) =>
        new(PolicyLayer.Machine, "/etc/pinfold/policy.toml", Bytes(text));

    internal static PolicySource User(string text) =>
        new(PolicyLayer.User, "/home/ada/.config/pinfold/policy.toml", Bytes(text));

    internal static PolicySource Project(string text) =>
        new(PolicyLayer.Project, "/home/ada/work/.pinfold/policy.toml", Bytes(text));

    internal static PolicyResult Load(params PolicySource[] sources) => Load(new PolicyFlags(), sources);

    internal static PolicyResult Load(PolicyFlags flags, params PolicySource[] sources) =>
        PolicyLoader.Load(sources, flags, Work, Home);

    internal static SandboxPolicy Merged(params PolicySource[] sources) => Merged(new PolicyFlags(), sources);

    internal static SandboxPolicy Merged(PolicyFlags flags, params PolicySource[] sources)
    {
        var result = Load(flags, sources);
        Assert.Empty(result.Diagnostics);
        return result.Policy!;
    }

    internal static CanonicalPath Path(string text) =>
        text.StartsWith("~/", StringComparison.Ordinal) ? Home.Combine(text[2..]) : Work.Combine(text);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes("version = 1\n" + text);
}
