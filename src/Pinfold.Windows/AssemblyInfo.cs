using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

// Windows 10 1809, the first with ConPTY.
[assembly: SupportedOSPlatform("windows10.0.17763")]
[assembly: DisableRuntimeMarshalling]

// Never from the folder of the program or the current directory: who could write there would be loaded.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
