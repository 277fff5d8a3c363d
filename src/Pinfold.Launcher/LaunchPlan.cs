using Pinfold.Launcher.Native;

namespace Pinfold.Launcher;

/// <summary>A launch plan in memory and a cursor over it. Everything is checked once, before the first step.</summary>
internal unsafe struct LaunchPlan
{
    internal const int MaxBytes = 8 << 20;

    private byte* _base;
    private uint _length, _offset;

    /// <summary>Index and kind of the operation under the cursor.</summary>
    internal uint Step;
    internal LaunchOp Op;
    private byte* _payload;
    private uint _payloadLength;

    /// <summary>
    /// Maps descriptor <paramref name="fd"/> and checks the whole plan; 0, or -1 with the byte offset of the fault.
    /// </summary>
    internal static int Load(LaunchPlan* plan, nint fd, int* fault)
    {
        *fault = 0;
        Stat stat;
        fixed (byte* empty = "\0"u8)
            if (Sys.Call(Sys.Newfstatat, fd, (nint)empty, (nint)(&stat), Sys.AT_EMPTY_PATH) < 0) return -1;
        if (stat.Size < LaunchPlanHead.Bytes || stat.Size > MaxBytes) return -1;
        nint map = Sys.Call(Sys.Mmap, 0, (nint)stat.Size, 3 /* PROT_READ|PROT_WRITE */, 2 /* MAP_PRIVATE */, fd, 0);
        if (map < 0 && map > -4096) return -1;
        plan->_base = (byte*)map;
        plan->_length = (uint)stat.Size;
        if (*(uint*)map != LaunchPlanHead.Magic || ((uint*)map)[1] != plan->_length) return -1;
        plan->Rewind();
        PlanOrder order = default;
        while (plan->_offset < plan->_length)
        {
            *fault = (int)plan->_offset;
            if (!plan->IsWellFormed()) return -1;
            plan->Next();
            if (!order.Accepts(plan)) return -1;
        }

        if (!order.IsComplete) return -1;
        plan->Rewind();
        return 0;
    }

    internal void Rewind()
    {
        _offset = LaunchPlanHead.Bytes;
        Step = 0;
        Op = 0;
    }

    /// <summary>Moves to the next operation; false at the end.</summary>
    internal bool Next()
    {
        if (_offset >= _length) return false;
        if (Op != 0) Step++;
        uint* header = (uint*)(_base + _offset);
        Op = (LaunchOp)header[0];
        _payloadLength = header[1];
        _payload = _base + _offset + 8;
        _offset += 8 + ((_payloadLength + 7) & ~7u);
        return true;
    }

    /// <summary>Goes to the first operation of kind <paramref name="op"/>; false when there is none.</summary>
    internal bool Find(LaunchOp op)
    {
        Rewind();
        while (Next()) if (Op == op) return true;
        return false;
    }

    internal ulong Number(int index) => ((ulong*)_payload)[index];

    /// <summary>The string after <paramref name="numbers"/> numbers.</summary>
    internal byte* Text(int numbers) => _payload + (numbers * 8);

    internal uint PayloadLength => _payloadLength;

    /// <summary>
    /// The operation at the cursor is known, lies within the plan, and its payload has the form that its kind asks for.
    /// </summary>
    private bool IsWellFormed()
    {
        uint left = _length - _offset;
        if (left < 8) return false;
        uint* header = (uint*)(_base + _offset);
        uint kind = header[0], length = header[1];
        if (kind == 0 || kind > (uint)LaunchOp.AfterwardsVariable
            || length > left - 8 || ((length + 7) & ~7u) > left - 8)
            return false;
        LaunchOp op = (LaunchOp)kind;
        uint numbers = (uint)Numbers(op) * 8;
        if (length < numbers) return false;
        if (op == LaunchOp.Identity) return length % 8 == 0 && length >= 64 && length <= 64 + (8 * Identity.MaxGroups);
        if (op == LaunchOp.Seccomp) return (length - 8) % 8 == 0 && length - 8 >= 8 && (length - 8) / 8 <= 4096;
        if (!HasText(op)) return length == numbers;
        byte* text = _base + _offset + 8 + numbers;
        uint size = length - numbers;
        if (size == 0 || text[size - 1] != 0) return false;
        for (uint i = 0; i < size - 1; i++) if (text[i] == 0) return false;
        return IsPath(op) ? text[0] == (byte)'/' : true;
    }

    private static int Numbers(LaunchOp op)
    {
        if (op == LaunchOp.PrivateFolder || op == LaunchOp.CreateNamespaces || op == LaunchOp.LandlockBegin) return 3;
        if (op == LaunchOp.ForwardPort || op == LaunchOp.Listen
            || op == LaunchOp.Limit || op == LaunchOp.Start || op == LaunchOp.Place
            || op == LaunchOp.JoinCgroup) return 2;
        if (op == LaunchOp.PrivateProc || op == LaunchOp.Hide
            || op == LaunchOp.LandlockAllow || op == LaunchOp.Seccomp || op == LaunchOp.Grab
            || op == LaunchOp.GrantAccess || op == LaunchOp.HandSockets) return 1;
        return 0;
    }

    private static bool HasText(LaunchOp op) =>
        IsPath(op) || op == LaunchOp.Argument || op == LaunchOp.Variable || op == LaunchOp.Candidate
        || op == LaunchOp.AfterwardsArgument || op == LaunchOp.AfterwardsVariable;

    private static bool IsPath(LaunchOp op) =>
        op == LaunchOp.JoinCgroup || op == LaunchOp.Placeholder || op == LaunchOp.GrantAccess
            || op == LaunchOp.Grab || op == LaunchOp.PrivateFolder
        || op == LaunchOp.Place || op == LaunchOp.Pin || op == LaunchOp.ReadOnly || op == LaunchOp.Hide
        || op == LaunchOp.LandlockAllow || op == LaunchOp.Start || op == LaunchOp.Afterwards;
}
