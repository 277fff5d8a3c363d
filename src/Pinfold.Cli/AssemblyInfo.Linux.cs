global using BrokerClient = Pinfold.Linux.Elevated.BrokerClient;
global using Pinfold.Linux.Setup;
using System.Runtime.Versioning;

[assembly: SupportedOSPlatform("linux")]
