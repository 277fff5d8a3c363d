namespace Pinfold.Core.Workspace;

/// <summary>An audit could not be finished. It stays owed.</summary>
public sealed class AuditException(string message) : IOException(message);
