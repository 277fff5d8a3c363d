using Pinfold.Core.Planning.Windows;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Machine;
using Xunit;

namespace Pinfold.Core.Tests.Planning.Windows;

/// <summary>The trial's folder on the simulated machine.</summary>
/// <param name="machine">The system that is asked.</param>
/// <param name="command">The user, lowered.</param>
internal sealed class ModelTrialPlace(NtMachine machine, Token command) : ILabelTrialPlace
{
    private const string Top = @"C:\Users\me\AppData\Local\Temp\";

    /// <summary>MS-DTYP 2.5.3.3 to the letter: whatever a label's policy, who is below it does not write.</summary>
    internal bool IsStrict { get; init; }

    public bool Make(string name, bool isFolder, bool asCommand, Ace? label = null)
    {
        var caller = asCommand ? command : FreshWindows11.User;
        if (machine.Create(caller, Top + name, isFolder ? SecurableType.Directory : SecurableType.File, out var made)
            != NtStatus.Success)
            return false;
        made!.Dispose();
        if (label is null) return true;
        Assert.Equal(NtStatus.Success, machine.Open(caller, Top + name, AccessMask.WriteOwner, out var again));
        using (again) return NtMachine.SetLabel(caller, again!, label) == NtStatus.Success;
    }

    public bool Changes(string name)
    {
        if (IsStrict && LabelOf(name) is { } label && !IntegrityCheck.Dominates(command.IntegrityLevel, label.Sid))
            return false;
        if (machine.Open(command, Top + name, RootRights.Granted, out var handle) != NtStatus.Success) return false;
        handle!.Dispose();
        return true;
    }

    public Ace? LabelOf(string name) => machine.Find(Top + name)!.Descriptor.MandatoryLabel;
}
