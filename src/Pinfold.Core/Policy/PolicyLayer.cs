namespace Pinfold.Core.Policy;

/// <summary>Who speaks. Each file layer may only tighten the one before; flags are the user's.</summary>
public enum PolicyLayer
{
    /// <summary>Pinfold's own lists and defaults.</summary>
    BuiltIn,

    /// <summary>The administrator's file.</summary>
    Machine,

    /// <summary>The user's file.</summary>
    User,

    /// <summary>The workspace's file: hostile until shown otherwise.</summary>
    Project,

    /// <summary>The command line.</summary>
    Flag,
}
