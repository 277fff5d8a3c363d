namespace Pinfold.Windows.Native;

/// <summary>Reads what GetTokenInformation gave.</summary>
internal unsafe delegate T TokenReader<out T>(byte* buffer, uint size);
