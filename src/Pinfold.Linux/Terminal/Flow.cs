using Pinfold.Linux.Native;

namespace Pinfold.Linux.Terminal;

/// <summary>
/// One direction of a relay. It reads only when what it read before is written: the writer feels the reader's pace.
/// </summary>
internal sealed unsafe class Flow(int source, int sink)
{
    /// <summary>
    /// POLLOUT promises room for PIPE_BUF bytes, no more (pipe(7)): a larger write to a blocking descriptor may wait.
    /// </summary>
    private const int Chunk = 4096;
    private readonly byte[] _buffer = new byte[Chunk];
    private int _start, _end;

    /// <summary>The source has ended: end of file, or EIO, which is how a pseudo-terminal says it.</summary>
    internal bool Ended { get; private set; }

    /// <summary>Nothing more can be written: the reader has gone.</summary>
    internal bool Broken { get; private set; }

    internal bool Pending => _start < _end;

    internal PollEntry ToRead => new(Ended || Broken || Pending ? -1 : source, PollEntry.In);

    internal PollEntry ToWrite => new(Pending && !Broken ? sink : -1, PollEntry.Out);

    /// <summary>Reads once and writes once, as far as it goes without waiting.</summary>
    /// <param name="readable">poll(2) said so.</param>
    /// <param name="writable">poll(2) said so.</param>
    internal void Move(bool readable, bool writable)
    {
        if (readable && !Pending) Fill();
        if (writable && Pending && !Broken) Drain();
    }

    private void Fill()
    {
        fixed (byte* buffer = _buffer)
        {
            var got = Libc.Read(source, buffer, Chunk);
            if (got < 0 && IsTransient()) return;
            if (got <= 0) Ended = true; // EIO, or any other error: nothing more will come
            else (_start, _end) = (0, (int)got);
        }
    }

    private void Drain()
    {
        fixed (byte* buffer = _buffer)
        {
            var put = Libc.Write(sink, buffer + _start, _end - _start);
            if (put >= 0) _start += (int)put;
            else if (!IsTransient()) Broken = true;
        }
    }

    private static bool IsTransient() => Errno.Last is Errno.EAGAIN or Errno.EINTR;
}
