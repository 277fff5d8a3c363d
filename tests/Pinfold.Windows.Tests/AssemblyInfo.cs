using System.Runtime.CompilerServices;
using System.Runtime.Versioning;

[assembly: SupportedOSPlatform("windows10.0.17763")]
[assembly: DisableRuntimeMarshalling]
