namespace Pinfold.Launcher;

/// <summary>
/// Refused addresses are told once each, and no more than a few: the command cannot fill the status pipe.
/// </summary>
internal static unsafe class Denials
{
    internal static void Add(Session* s, byte* address, int length)
    {
        ulong hash = 14695981039346656037; // FNV-1a
        for (int i = 0; i < length; i++) hash = (hash ^ address[i]) * 1099511628211;
        for (int i = 0; i < s->DeniedCount; i++) if (s->Denied[i] == hash) return;
        if (s->DeniedCount == Session.MaxDenials)
        {
            if (s->DeniedMore < 0x7fffffff) s->DeniedMore++;
            return;
        }

        s->Denied[s->DeniedCount++] = hash;
        Report.Send(LaunchStatus.Denied, 0, 0, address, length);
    }

    /// <summary>
    /// An address that a network namespace with nothing but a loopback can reach; only for such a connect(2) can block.
    /// </summary>
    internal static bool IsLocal(byte* address, int length)
    {
        int family = *(ushort*)address;
        if (family == Native.Sys.AF_INET && length >= 8) return address[4] == 127 || *(uint*)(address + 4) == 0;
        if (family != Native.Sys.AF_INET6 || length < 24) return true;
        for (int i = 8; i < 18; i++) if (address[i] != 0) return false;
        return true; // ::, ::1 and the mapped ones
    }
}
