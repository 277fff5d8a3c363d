using Pinfold.Core.Planning.Windows;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Inheritance;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Tokens;

/// <summary>
/// Asks this system whether a session's pair of key groups does what the plan says: a token that keeps the pair is let
/// in to what it makes, and one that has the same groups for deny only is not. A claim that rests on it is made nowhere
/// else.
/// </summary>
internal static class KeyTrial
{
    /// <summary>True when it does; also when <paramref name="own"/> has no pair, for then nothing is asked.</summary>
    internal static bool Holds(Token own)
    {
        if (SessionKeys.PairsOf(own) is not [var pair, ..]) return true;
        var type = SecurableType.Process;
        var step = SessionKeys.Trial(own, pair, keeps: true);
        try
        {
            using var kept = CommandToken.Create(step);
            using var lost = CommandToken.Create(SessionKeys.Trial(own, pair, keeps: false));
            var made = DescriptorCreation.Create(null, null, step.Apply(own), type, isContainer: false,
                InheritFlags.None);
            return Advapi32.Allows(kept, made, type.Mapping.All, type.Mapping)
                && !Advapi32.Allows(lost, made, type.Mapping.Read, type.Mapping)
                && !Advapi32.Allows(lost, made, type.Mapping.Execute, type.Mapping);
        }
        catch (NativeException)
        {
            return false;
        }
    }
}
