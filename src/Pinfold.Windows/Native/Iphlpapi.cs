using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>iphlpapi.dll: who has which socket (iphlpapi.h, iprtrmib.h). Each returns the error itself.</summary>
internal static unsafe partial class Iphlpapi
{
    internal const int AF_INET = 2, TCP_TABLE_OWNER_PID_LISTENER = 3;

    [LibraryImport("iphlpapi.dll")]
    private static partial int GetExtendedTcpTable(void* table, uint* size, int order, uint family,
        int tableClass, uint reserved);

    /// <summary>Numbers of the processes that listen at that address of IPv4 and that port.</summary>
    internal static HashSet<uint> ListenersAt(IPAddress address, ushort port)
    {
        Recorder.Call($"GetExtendedTcpTable(AF_INET, TCP_TABLE_OWNER_PID_LISTENER)");
        var size = 1U << 14;
        for (var i = 0; ; i++)
        {
            // the table may grow between two calls
            var memory = new byte[size];
            fixed (byte* table = memory)
            {
                var code = GetExtendedTcpTable(table, &size, 0, AF_INET, TCP_TABLE_OWNER_PID_LISTENER, 0);
                if (code == Kernel32.ERROR_INSUFFICIENT_BUFFER && i < 8 && size <= 1 << 24) continue;
                NativeException.CheckCode(code, nameof(GetExtendedTcpTable));
                return Find(memory, BinaryPrimitives.ReadUInt32LittleEndian(address.GetAddressBytes()), port);
            }
        }
    }

    private static HashSet<uint> Find(ReadOnlySpan<byte> table, uint address, ushort port)
    {
        var rows = MemoryMarshal.Cast<byte, MIB_TCPROW_OWNER_PID>(table[sizeof(uint)..]);
        var found = new HashSet<uint>();
        foreach (var row in rows[..BinaryPrimitives.ReadInt32LittleEndian(table)])
        {
            // both in the network's order, the port in the lower half
            if (row.dwLocalAddr == address && BinaryPrimitives.ReverseEndianness((ushort)row.dwLocalPort) == port)
                found.Add(row.dwOwningPid);
        }

        return found;
    }
}
