namespace Pinfold.Core.WindowsModel.Access;

/// <summary>Which SIDs of the token the DACL is asked for.</summary>
public enum AccessPass
{
    /// <summary>Account and groups.</summary>
    Normal,

    /// <summary>Restricting SIDs.</summary>
    Restricted,

    /// <summary>Package and capabilities.</summary>
    AppContainer,
}
