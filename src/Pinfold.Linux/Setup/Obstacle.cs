namespace Pinfold.Linux.Setup;

/// <summary>What keeps setup from its work, or weakens it.</summary>
/// <param name="What">One sentence.</param>
/// <param name="Fix">What the administrator does.</param>
internal sealed record Obstacle(string What, string Fix);
