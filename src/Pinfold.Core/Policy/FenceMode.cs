namespace Pinfold.Core.Policy;

/// <summary>How the fence is built. The policy is the same in both.</summary>
public enum FenceMode
{
    /// <summary>Without privileges, as the user.</summary>
    Unelevated,

    /// <summary>By the broker, as an account of its own.</summary>
    Elevated,
}
