namespace Pinfold.Cli.Output;

/// <summary>The version of this program.</summary>
internal static class ProductVersion
{
    /// <summary>
    /// A constant, since reading an attribute would be a fiftieth of a start; a test compares it with <c>--version</c>.
    /// </summary>
    internal const string Text = "0.1.0";
}
