namespace Pinfold.Core.Policy;

/// <summary>
/// The commented file that <c>pinfold policy init</c> writes; it loads without a fault and changes nothing.
/// </summary>
public static class PolicyTemplate
{
    /// <summary>For the user's own file.</summary>
    public static string User => BuiltInLists.Text("user.toml");

    /// <summary>For a workspace's <c>.pinfold/policy.toml</c>.</summary>
    public static string Project => BuiltInLists.Text("project.toml");
}
