using System.Reflection;
using System.Runtime.InteropServices;
using Pinfold.Linux.Native;
using Xunit;

namespace Pinfold.Linux.Tests.Interop;

public sealed class LibraryImportTests
{
    [Fact]
    public void Every_imported_function_exists_in_libc()
    {
        // The generator keeps [LibraryImport] out of the metadata and emits a DllImport, as the method itself or as a
        // local function in it.
        var imports = typeof(Libc).Assembly.GetTypes()
            .SelectMany(t => t.GetMethods(
                BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(m => m.GetCustomAttribute<DllImportAttribute>())
            .OfType<DllImportAttribute>()
            .ToArray();
        Assert.True(imports.Length > 20, "the imports were not found");
        var libc = NativeLibrary.Load("libc.so.6");
        Assert.All(imports, i =>
        {
            Assert.Equal("libc", i.Value);
            Assert.True(NativeLibrary.TryGetExport(libc, i.EntryPoint!, out _), i.EntryPoint);
        });
    }
}
