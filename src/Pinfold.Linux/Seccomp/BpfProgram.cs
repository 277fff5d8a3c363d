using System.Buffers.Binary;

namespace Pinfold.Linux.Seccomp;

/// <summary>
/// Assembles classic BPF for seccomp(2): loads of struct seccomp_data, compares, returns (linux/filter.h).
/// </summary>
internal sealed class BpfProgram
{
    internal const uint Allow = 0x7fff0000, KillProcess = 0x80000000, Notify = 0x7fc00000;
    private const ushort LoadAbsolute = 0x20, Jump = 0x05, JumpEqual = 0x15,
        JumpGreaterEqual = 0x35, JumpSet = 0x45, And = 0x54, ReturnValue = 0x06;
    private readonly List<(ushort Code, byte True, byte False, uint Value)> _instructions = [];

    /// <summary>A return that fails the call with <paramref name="errno"/>.</summary>
    internal static uint Errno(int errno) => 0x00050000u | (uint)errno;

    internal void LoadNumber() => Load(0);

    internal void LoadArchitecture() => Load(4);

    /// <summary>The low 32 bits of argument <paramref name="index"/>.</summary>
    internal void LoadArgument(int index) => Load(16 + (8 * index));

    /// <summary>The high 32 bits of argument <paramref name="index"/>.</summary>
    internal void LoadArgumentHigh(int index) => Load(20 + (8 * index));

    internal void Mask(uint value) => Add(And, 0, 0, value);

    internal void Return(uint action) => Add(ReturnValue, 0, 0, action);

    /// <summary>Returns <paramref name="action"/> when the loaded value equals <paramref name="value"/>.</summary>
    internal void ReturnIfEqual(uint value, uint action)
    {
        Add(JumpEqual, 0, 1, value);
        Return(action);
    }

    internal void ReturnIfNotEqual(uint value, uint action)
    {
        Add(JumpEqual, 1, 0, value);
        Return(action);
    }

    internal void ReturnIfAtLeast(uint value, uint action)
    {
        Add(JumpGreaterEqual, 0, 1, value);
        Return(action);
    }

    internal void ReturnIfAnyBit(uint bits, uint action)
    {
        Add(JumpSet, 0, 1, bits);
        Return(action);
    }

    /// <summary>
    /// Runs <paramref name="body"/>, which ends in a return, only for system call <paramref name="number"/> (which is
    /// loaded).
    /// </summary>
    internal void For(uint number, Action<BpfProgram> body)
    {
        var jump = _instructions.Count;
        Add(JumpEqual, 0, 0, number);
        body(this);
        var length = _instructions.Count - jump - 1;
        _instructions[jump] = (JumpEqual, 0, checked((byte)length), number);
    }

    /// <summary>
    /// Goes on with <paramref name="less"/> when the loaded value is below <paramref name="value"/>, else with the
    /// other; both end in a return.
    /// </summary>
    internal void Branch(uint value, Action<BpfProgram> less, Action<BpfProgram> atLeast)
    {
        var jump = _instructions.Count;
        Add(JumpGreaterEqual, 0, 0, value);
        less(this);
        var length = _instructions.Count - jump - 1;
        _instructions[jump] =
            (JumpGreaterEqual, length <= byte.MaxValue ? (byte)length : (byte)0,
                length <= byte.MaxValue ? (byte)0 : (byte)1, value);
        // a condition reaches 255 instructions far
        if (length > byte.MaxValue) _instructions.Insert(jump + 1, (Jump, 0, 0, (uint)length));
        atLeast(this);
    }

    /// <summary>The program as an array of struct sock_filter.</summary>
    internal byte[] ToBytes()
    {
        var bytes = new byte[_instructions.Count * 8];
        for (var i = 0; i < _instructions.Count; i++)
        {
            var (code, whenTrue, whenFalse, value) = _instructions[i];
            var at = bytes.AsSpan(i * 8);
            BinaryPrimitives.WriteUInt16LittleEndian(at, code);
            at[2] = whenTrue;
            at[3] = whenFalse;
            BinaryPrimitives.WriteUInt32LittleEndian(at[4..], value);
        }

        return bytes;
    }

    private void Load(int offset) => Add(LoadAbsolute, 0, 0, (uint)offset);

    private void Add(ushort code, byte whenTrue, byte whenFalse, uint value) =>
        _instructions.Add((code, whenTrue, whenFalse, value));
}
