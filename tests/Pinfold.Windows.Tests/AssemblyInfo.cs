using System.Runtime.Versioning;

[assembly: SupportedOSPlatform("windows10.0.17763")]
