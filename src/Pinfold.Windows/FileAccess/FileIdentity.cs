using System.Globalization;
using System.Runtime.InteropServices;

namespace Pinfold.Windows.FileAccess;

/// <summary>What tells a file from every other on this machine, whatever its name (FILE_ID_INFO).</summary>
/// <param name="Volume">The volume's serial number.</param>
/// <param name="File">The file's number on it.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FileIdentity(ulong Volume, UInt128 File)
{
    /// <summary>As the ledger keeps it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Volume:x16}:{File:x32}");
}
