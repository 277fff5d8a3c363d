using System.Runtime.Versioning;

[assembly: SupportedOSPlatform("windows")]

namespace Pinfold.Broker;

/// <summary>The service's program: everything is in the library, where it is tested.</summary>
internal static class Program
{
    private static void Main() => Windows.Service.Broker.RunAsService();
}
