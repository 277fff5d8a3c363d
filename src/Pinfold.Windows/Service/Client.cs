using Pinfold.Core.WindowsModel;

namespace Pinfold.Windows.Service;

/// <summary>A connection that has said nothing yet.</summary>
/// <param name="Stream">The broker's end of it.</param>
/// <param name="Caller">Who is there, once something is read.</param>
/// <param name="User">Whose process it is; null when that cannot be told.</param>
internal sealed record Client(Stream Stream, Caller Caller, Sid? User);
