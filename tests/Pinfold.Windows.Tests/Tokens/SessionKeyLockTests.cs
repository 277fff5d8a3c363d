using System.Collections.Immutable;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.WindowsModel;
using Pinfold.Windows.Tests.FileAccess;
using Pinfold.Windows.Tokens;
using Xunit;

namespace Pinfold.Windows.Tests.Tokens;

public sealed class SessionKeyLockTests
{
    private static readonly ImmutableArray<KeyPair> Pairs =
        [new(WellKnownSids.Local, WellKnownSids.ConsoleLogon), new(WellKnownSids.Local, WellKnownSids.ThisOrganization),
            new(WellKnownSids.ConsoleLogon, WellKnownSids.ThisOrganization)];

    [Fact]
    public void Sessions_at_once_have_different_pairs_and_one_too_many_has_none()
    {
        using var scratch = new Scratch();
        var folder = Path.Combine(scratch.Folder, "keys");
        SessionKeyLock[] held = [.. Pairs.Select(_ => SessionKeyLock.Take(folder, Pairs))];
        Assert.Equal(Pairs, held.Select(h => h.Pair!));
        using (var late = SessionKeyLock.Take(folder, Pairs)) Assert.Null(late.Pair);
        foreach (var one in held) one.Dispose();
    }

    [Fact]
    public void A_pair_is_free_again_when_its_session_has_ended()
    {
        using var scratch = new Scratch();
        var first = SessionKeyLock.Take(scratch.Folder, Pairs);
        using var second = SessionKeyLock.Take(scratch.Folder, Pairs);
        first.Dispose();
        using var third = SessionKeyLock.Take(scratch.Folder, Pairs);
        Assert.Equal((Pairs[0], Pairs[1]), (third.Pair, second.Pair));
    }

    [Fact]
    public void Where_nothing_can_be_locked_there_is_no_pair()
    {
        using var scratch = new Scratch();
        scratch.Write("keys");
        using var keys = SessionKeyLock.Take(Path.Combine(scratch.Folder, "keys"), Pairs);
        Assert.Null(keys.Pair);
        using var none = SessionKeyLock.Take(scratch.Folder, []);
        Assert.Null(none.Pair);
    }
}
