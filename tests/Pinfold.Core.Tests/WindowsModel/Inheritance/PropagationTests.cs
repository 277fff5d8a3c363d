using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
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
        Assert.Equal(3,
            Propagation.SetDacl(root, SecurityDescriptor.Parse("D:(A;OICI;FR;;;BU)(A;OICIIO;GA;;;CO)").Dacl!, Mapping));
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

    /// <summary>
    /// MS-DTYP 2.5.3.2 and the WDK: no list grants everything, whether it is absent or null. Entries that come and go
    /// must not close it.
    /// </summary>
    [Fact]
    public void What_has_no_DACL_grants_everything_and_gets_none()
    {
        Node[] without = [Of("O:BUD:NO_ACCESS_CONTROL"), Of("O:BU")];
        foreach (var dacl in (Acl[])[SecurityDescriptor.Parse("D:(A;OICI;FR;;;BU)").Dacl!, Acl.Empty])
        {
            Propagation.SetDacl(Of("O:SYD:", without), dacl, Mapping);
            Assert.Equal(["O:BUD:NO_ACCESS_CONTROL", "O:BU"], without.Select(n => n.Descriptor.ToSddl()),
                StringComparer.Ordinal);
            Assert.All(without,
                n => Assert.True(AccessCheck.Check(Tokens.User, n.Descriptor, AccessMask.WriteDac, Mapping).IsGranted));
        }
    }

    [Fact]
    public void Equal_entries_are_the_same_object_whatever_marks_and_slack_the_list_has()
    {
        var parent = SecurityDescriptor.Parse("O:SYD:(A;OICI;FR;;;BU)S:(ML;OICI;NW;;;LW)");
        var old = SecurityDescriptor.Parse("O:BUD:(A;ID;FR;;;BU)S:(ML;ID;NW;;;LW)");
        old = old with { Dacl = old.Dacl! with { Slack = [1, 2, 3, 4] } };
        var child = NewObject.Of(old, isContainer: false, Mapping);
        Assert.Same(old, Propagation.InheritDacl(parent, old, child));
        Assert.Same(old, Propagation.InheritSacl(parent, old, child));
    }

    [Fact]
    public void What_is_in_another_tree_too_gets_a_label_that_keeps_it_and_nothing_that_opens_it()
    {
        var old = SecurityDescriptor.Parse("O:BUD:(A;;FR;;;BU)");
        var child = NewObject.Of(old, isContainer: false, Mapping) with { IsShared = true };
        Assert.Same(old, Propagation.InheritDacl(SecurityDescriptor.Parse("O:SYD:(A;OICI;FA;;;WD)"), old, child));
        Assert.Same(old, Propagation.InheritSacl(SecurityDescriptor.Parse("O:SYS:(ML;OICI;NW;;;LW)"), old, child));
        foreach (var open in (string[])["S:(ML;OICI;;;;ME)", "S:(ML;OICI;NR;;;ME)",
            "S:(ML;OICI;;;;HI)", "S:(ML;OICI;NW;;;S-1-16-7936)"])
            Assert.Same(old, Propagation.InheritSacl(SecurityDescriptor.Parse("O:SY" + open), old, child));
        Assert.Equal("O:BUD:(A;;FR;;;BU)S:AI(ML;ID;NW;;;ME)",
            Propagation.InheritSacl(SecurityDescriptor.Parse("O:SYS:(ML;OICI;NW;;;ME)"), old, child).ToSddl());
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
