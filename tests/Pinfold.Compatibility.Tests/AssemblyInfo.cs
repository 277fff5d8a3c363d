using System.Runtime.Versioning;
using Pinfold.Compatibility.Tests.Fixture;
using Xunit;
using Xunit.v3;

[assembly: SupportedOSPlatform("linux")]
[assembly: AssemblyFixture(typeof(Account))]
[assembly: Parallelization(MaxThreads = 2)]
