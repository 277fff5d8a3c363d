using System.Runtime.Versioning;
using Pinfold.Compatibility.Tests.Fixture;
using Xunit;

[assembly: SupportedOSPlatform("linux")]
[assembly: AssemblyFixture(typeof(Account))]
