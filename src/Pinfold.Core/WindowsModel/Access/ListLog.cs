namespace Pinfold.Core.WindowsModel.Access;

/// <summary>Keeps every step that decided about something.</summary>
internal readonly struct ListLog(List<AccessDecision> to) : IDecisionLog
{
    public void Add(AccessMask rights, bool isGranted, DecidedBy by, AccessPass pass = AccessPass.Normal,
        int index = -1, Ace? entry = null)
    {
        if (!rights.IsEmpty) to.Add(new(rights, isGranted, by, pass, index, entry));
    }
}
