namespace Pinfold.Windows.Setup;

/// <summary>What keeps setup from its work.</summary>
/// <param name="What">One sentence.</param>
/// <param name="Fix">What the administrator does.</param>
internal sealed record Obstacle(string What, string Fix);
