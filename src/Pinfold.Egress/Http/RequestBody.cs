namespace Pinfold.Egress.Http;

/// <summary>Says where a request's body ends, byte by byte: what comes behind it is not passed on.</summary>
internal sealed class RequestBody
{
    private const int MaxLine = 256, MaxTrailer = 8192;
    private readonly bool _chunked;
    private State _state;
    private long _left;
    private int _line, _trailer;

    /// <param name="length">Bytes; null: in chunks (RFC 9112, 7.1).</param>
    internal RequestBody(long? length)
    {
        _chunked = length is null;
        _left = length ?? 0;
        _state = _chunked ? State.Size : length == 0 ? State.Over : State.Data;
    }

    private enum State
    {
        Size, Extension, SizeEnd, Data, DataReturn, DataEnd, Trailer, TrailerEnd, LastEnd, Over,
    }

    /// <summary>Nothing more belongs to it.</summary>
    internal bool IsOver => _state == State.Over;

    /// <summary>How many bytes of <paramref name="data"/> belong to it.</summary>
    internal int Take(ReadOnlySpan<byte> data)
    {
        var at = 0;
        while (at < data.Length && _state != State.Over)
        {
            if (_state == State.Data)
            {
                var part = (int)Math.Min(_left, data.Length - at);
                at += part;
                _left -= part;
                if (_left == 0) _state = _chunked ? State.DataReturn : State.Over;
            }
            else
            {
                Step(data[at++]);
            }
        }

        return at;
    }

    private void Step(byte b)
    {
        switch (_state)
        {
            case State.Size when Digit(b) is var digit and >= 0:
                if (++_line > 15) throw new MalformedRequestException("a chunk's size is no number");
                _left = (_left << 4) | (uint)digit;
                break;
            case State.Size when b is (byte)'\r' or (byte)';' && _line > 0:
                _state = b == '\r' ? State.SizeEnd : State.Extension; break;
            case State.Extension when b == '\r': _state = State.SizeEnd; break;
            case State.Extension when b is >= 0x20 and not 0x7F && ++_line <= MaxLine: break;
            case State.SizeEnd when b == '\n':
                (_state, _line) = (_left == 0 ? State.Trailer : State.Data, 0);
                break;
            case State.DataReturn when b == '\r': _state = State.DataEnd; break;
            case State.DataEnd when b == '\n': _state = State.Size; break;
            case State.Trailer when b == '\r': _state = _line == 0 ? State.LastEnd : State.TrailerEnd; break;
            case State.Trailer when b is >= 0x20 and not 0x7F && ++_trailer <= MaxTrailer: _line++; break;
            case State.TrailerEnd when b == '\n': (_state, _line) = (State.Trailer, 0); break;
            case State.LastEnd when b == '\n': _state = State.Over; break;
            default: throw new MalformedRequestException("the chunks of the body are malformed");
        }
    }

    private static int Digit(byte b) => b switch
    {
        >= (byte)'0' and <= (byte)'9' => b - '0',
        >= (byte)'a' and <= (byte)'f' => b - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => b - 'A' + 10,
        _ => -1,
    };
}
