global using BrokerClient = Pinfold.Windows.Service.BrokerClient;
global using Pinfold.Windows.Setup;
using System.Runtime.Versioning;

[assembly: SupportedOSPlatform("windows")]
