using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using Xunit;

namespace Pinfold.Windows.Tests;

/// <summary>
/// The manifest that the built <c>pinfold.exe</c> carries, as the loader finds it: a resource of type RT_MANIFEST (24,
/// winuser.h).
/// </summary>
public sealed class ManifestTests
{
    private const uint RT_MANIFEST = 24;
    private const uint IsFolder = 0x8000_0000; // IMAGE_RESOURCE_DATA_IS_DIRECTORY (winnt.h)
    private static readonly XNamespace Trust = "urn:schemas-microsoft-com:asm.v3";

    [WindowsFact]
    public void The_program_asks_for_no_elevation_knows_long_paths_and_speaks_UTF_8()
    {
        var manifest = Manifest(Path.Combine(AppContext.BaseDirectory, "program", "pinfold.exe"));
        var level = Assert.Single(manifest.Descendants(Trust + "requestedExecutionLevel"));
        Assert.Equal(("asInvoker", "false"), ((string?)level.Attribute("level"), (string?)level.Attribute("uiAccess")));
        Assert.Equal("true",
            Setting(manifest, "http://schemas.microsoft.com/SMI/2016/WindowsSettings", "longPathAware"));
        Assert.Equal("UTF-8",
            Setting(manifest, "http://schemas.microsoft.com/SMI/2019/WindowsSettings", "activeCodePage"));
    }

    private static string Setting(XDocument manifest, XNamespace schema, string name) =>
        Assert.Single(manifest.Descendants(schema + name)).Value;

    /// <summary>Type, name, language, data: IMAGE_RESOURCE_DIRECTORY and its entries (winnt.h), three deep.</summary>
    private static XDocument Manifest(string program)
    {
        using var file = new PEReader(ImmutableArray.Create(File.ReadAllBytes(program)));
        var resources = file.GetSectionData(file.PEHeaders.PEHeader!.ResourceTableDirectory.RelativeVirtualAddress);
        var name = Entry(resources, 0, id => id == RT_MANIFEST);
        var language = Entry(resources, name & ~IsFolder, id => id == 1); // CREATEPROCESS_MANIFEST_RESOURCE_ID
        // IMAGE_RESOURCE_DATA_ENTRY
        var data = resources.GetReader((int)Entry(resources, language & ~IsFolder, _ => true), 8);
        var (address, size) = (data.ReadInt32(), data.ReadInt32());
        using var text = new MemoryStream([.. file.GetSectionData(address).GetContent(0, size)]);
        return XDocument.Load(text);
    }

    private static uint Entry(PEMemoryBlock resources, uint offset, Func<uint, bool> isIt)
    {
        var reader = resources.GetReader((int)offset, resources.Length - (int)offset);
        reader.Offset = 12; // past flags, time and version
        var count = reader.ReadUInt16() + reader.ReadUInt16(); // named ones first
        for (var i = 0; i < count; i++)
        {
            var (id, where) = (reader.ReadUInt32(), reader.ReadUInt32());
            if (isIt(id)) return where;
        }

        throw new InvalidOperationException("the resource is not there");
    }
}
