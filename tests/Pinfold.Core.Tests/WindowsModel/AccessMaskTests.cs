using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Rights;
using Xunit;

namespace Pinfold.Core.Tests.WindowsModel;

public sealed class AccessMaskTests
{
    [Fact]
    public void Generic_rights_become_what_they_mean_and_are_gone()
    {
        foreach (var type in SecurableType.All)
        {
            Assert.Equal(((GenericMapping)type.Mapping).Read, type.Mapping.Map(AccessMask.GenericRead));
            Assert.Equal(type.Mapping.All | 0x01000000,
                type.Mapping.Map(AccessMask.GenericAll | AccessMask.AccessSystemSecurity));
            Assert.False(type.Mapping.Map(0xffffffff).Overlaps(AccessMask.AnyGeneric));
            Assert.True(
                type.Mapping.All.Contains(type.Mapping.Read | type.Mapping.Write | type.Mapping.Execute), type.Name);
        }
    }

    /// <summary>That the rights have the numbers of the header files is HeaderTests' claim.</summary>
    [Fact]
    public void Mappings_are_made_of_the_rights_that_are_documented()
    {
        Assert.Equal(FileRights.GenericRead, SecurableType.File.Mapping.Read);
        Assert.Equal(FileRights.GenericWrite, SecurableType.Directory.Mapping.Write);
        Assert.Equal(FileRights.GenericExecute, SecurableType.NamedPipe.Mapping.Execute);
        Assert.Equal(KeyRights.Write, SecurableType.RegistryKey.Mapping.Write);
        Assert.Equal(ServiceRights.QueryConfig | ServiceRights.QueryStatus
            | ServiceRights.Interrogate | ServiceRights.EnumerateDependents
            | AccessMask.ReadControl,
            SecurableType.Service.Mapping.Read);
        Assert.Equal(WindowStationRights.AccessClipboard
            | WindowStationRights.CreateDesktop | WindowStationRights.WriteAttributes
            | AccessMask.ReadControl,
            SecurableType.WindowStation.Mapping.Write);
    }

    [Fact]
    public void Deleting_children_and_ending_processes_are_not_in_the_class_of_writes()
    {
        Assert.False(SecurableType.Directory.Mapping.WriteClass.Overlaps(DirectoryRights.DeleteChild));
        Assert.False(SecurableType.Process.Mapping.WriteClass.Overlaps(ProcessRights.Terminate));
        Assert.True(SecurableType.File.Mapping.WriteClass.Contains(
            FileRights.WriteData | FileRights.AppendData | AccessMask.Delete
                | AccessMask.WriteDac | AccessMask.WriteOwner));
        Assert.False(SecurableType.File.Mapping.WriteClass.Overlaps(AccessMask.Synchronize | AccessMask.ReadControl));
    }

    [Fact]
    public void Masks_are_told_in_the_words_of_their_object()
    {
        Assert.Equal("WriteData | AppendData | DELETE", SecurableType.File.Describe(0x10006));
        Assert.Equal("AddFile | AddSubdirectory | DeleteChild", SecurableType.Directory.Describe(0x46));
        Assert.Equal("ALL_ACCESS", SecurableType.RegistryKey.Describe(0xf003f));
        Assert.Equal("QueryState | 0x4", SecurableType.Event.Describe(0x5));
        Assert.Equal("nothing", SecurableType.Token.Describe(0));
    }

    [Fact]
    public void Masks_are_sets()
    {
        AccessMask mask = ProcessRights.VmRead;
        Assert.True(
            (mask | 1).Contains(0x11) && !mask.Contains(0x11) && mask.Overlaps(0x11) && mask.Without(0x10).IsEmpty);
        Assert.Equal((AccessMask)0xffffffef, ~mask);
        Assert.Equal("0x10", mask.ToString());
    }
}
