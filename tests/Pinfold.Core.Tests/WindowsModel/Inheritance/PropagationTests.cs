using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Inheritance;
using Xunit;

namespace Pinfold.Core.Tests.WindowsModel.Inheritance;

public sealed class PropagationTests
{
    private static readonly GenericMapping Mapping = SecurableType.File.Mapping;

    [Fact]
    public void Children_keep_their_own_entries_and_get_the_parents_anew()
    {
        var leaf = Of("O:BUD:AI(D;;FW;;;WD)(A;ID;FR;;;BU)");
        var inner = Of("O:BAD:AI(A;OICIID;FR;;;BU)", leaf);
        var root = Of("O:SYD:(A;OICI;FR;;;BU)", inner);
        Assert.Equal(3, Propagation.SetDacl(root, SecurityDescriptor.Parse("D:(A;OICI;FR;;;BU)(A;OICIIO;GA;;;CO)").Dacl!, Mapping));
        Assert.Equal("O:BAD:AI(A;OICIID;FR;;;BU)(A;ID;FA;;;BA)(A;OICIIOID;GA;;;CO)", inner.Descriptor.ToSddl());
        Assert.Equal("O:BUD:AI(D;;FW;;;WD)(A;ID;FR;;;BU)(A;ID;FA;;;BU)", leaf.Descriptor.ToSddl());
        Assert.Equal(0, Propagation.Propagate(root, Mapping));
    }

    [Fact]
    public void Protected_children_and_what_is_below_them_stay_as_they_are()
    {
        var below = Of("O:BUD:AI(A;ID;FR;;;BU)");
        var kept = Of("O:BUD:P(A;OICI;FR;;;BU)", below);
        var root = Of("O:SYD:", kept);
        Assert.Equal(1, Propagation.SetDacl(root, SecurityDescriptor.Parse("D:(A;OICI;FA;;;WD)").Dacl!, Mapping));
        Assert.Equal("O:BUD:P(A;OICI;FR;;;BU)", kept.Descriptor.ToSddl());
        Assert.Equal("O:BUD:AI(A;ID;FR;;;BU)", below.Descriptor.ToSddl());
    }

    [Fact]
    public void Taking_an_entry_away_takes_it_away_below()
    {
        var leaf = Of("O:BUD:AI(A;ID;FA;;;WD)");
        var root = Of("O:SYD:(A;OICI;FA;;;WD)", leaf);
        Propagation.SetDacl(root, Acl.Empty, Mapping);
        Assert.Equal("O:BUD:AI", leaf.Descriptor.ToSddl());
    }

    [Fact]
    public void A_null_DACL_stays_null_and_an_absent_one_inherits()
    {
        var isNull = Of("O:BUD:NO_ACCESS_CONTROL");
        var absent = Of("O:BU");
        Propagation.SetDacl(Of("O:SYD:", isNull, absent), SecurityDescriptor.Parse("D:(A;OICI;FA;;;WD)").Dacl!, Mapping);
        Assert.Equal("O:BUD:NO_ACCESS_CONTROL", isNull.Descriptor.ToSddl());
        Assert.Equal("O:BUD:AI(A;ID;FA;;;WD)", absent.Descriptor.ToSddl());
    }

    [Fact]
    public void Deep_trees_need_no_deep_stack_and_equal_objects_share_a_descriptor()
    {
        var descriptor = SecurityDescriptor.Parse("O:BUD:AI");
        var node = new Node(descriptor);
        for (var i = 0; i < 100_000; i++) node = new Node(descriptor, node);
        Assert.Equal(100_001, Propagation.SetDacl(node, SecurityDescriptor.Parse("D:(A;OICI;FA;;;WD)").Dacl!, Mapping));
        ISecuredNode first = node.Children.Single(), second = first.Children.Single(), third = second.Children.Single();
        Assert.Equal("O:BUD:AI(A;OICIID;FA;;;WD)", first.Descriptor.ToSddl());
        Assert.Same(first.Descriptor, second.Descriptor);
        Assert.Same(second.Descriptor, third.Descriptor);
    }

    private static Node Of(string sddl, params Node[] children) => new(SecurityDescriptor.Parse(sddl), children);
}
