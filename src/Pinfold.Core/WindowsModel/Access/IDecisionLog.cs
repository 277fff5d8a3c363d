namespace Pinfold.Core.WindowsModel.Access;

/// <summary>Where a check tells its steps. A type parameter, so that a check without a listener pays nothing.</summary>
internal interface IDecisionLog
{
    void Add(AccessMask rights, bool isGranted, DecidedBy by, AccessPass pass = AccessPass.Normal, int index = -1,
        Ace? entry = null);
}
