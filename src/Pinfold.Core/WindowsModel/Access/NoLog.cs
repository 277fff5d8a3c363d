namespace Pinfold.Core.WindowsModel.Access;

/// <summary>Nobody listens.</summary>
internal readonly struct NoLog : IDecisionLog
{
    public void Add(AccessMask rights, bool isGranted, DecidedBy by, AccessPass pass = AccessPass.Normal,
        int index = -1, Ace? entry = null)
    {
    }
}
