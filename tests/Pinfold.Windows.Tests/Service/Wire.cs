using System.IO.Pipelines;
using Pinfold.Core.Protocol;
using Pinfold.Windows.Service;

namespace Pinfold.Windows.Tests.Service;

/// <summary>A connection in memory.</summary>
internal sealed class Wire
{
    private readonly Pipe _there = new(), _back = new();

    internal Wire() => Broker = new Ends(this, _there.Reader.AsStream(), _back.Writer.AsStream());

    /// <summary>What the broker meets when it reads, in place of what was said.</summary>
    internal Exception? Fault { get; init; }

    /// <summary>The broker's end.</summary>
    internal Stream Broker { get; }

    internal async Task Say(byte[] bytes) => await _there.Writer.WriteAsync(bytes);

    /// <summary>One record of the broker's.</summary>
    internal Task<(BrokerKind Kind, string Text)> Heard() => Task.Run(async () =>
    {
        await using var from = _back.Reader.AsStream(leaveOpen: true);
        var head = new byte[BrokerHeader.Bytes];
        await from.ReadExactlyAsync(head);
        var header = BrokerHeader.Read(head, out _)!;
        var body = new byte[header.Length];
        await from.ReadExactlyAsync(body);
        return (header.Kind, System.Text.Encoding.UTF8.GetString(body));
    });

    /// <summary>The client goes.</summary>
    internal async Task Hang() => await _there.Writer.CompleteAsync();

    /// <summary>The broker has let go of its end.</summary>
    internal async Task End()
    {
        await using var from = _back.Reader.AsStream();
        await from.CopyToAsync(Stream.Null);
    }

    private sealed class Ends(Wire wire, Stream from, Stream to) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            wire.Fault is { } fault ? throw fault : from.ReadAsync(buffer, cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default) => to.WriteAsync(buffer, cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => to.Flush();

        public override Task FlushAsync(CancellationToken cancellationToken) => to.FlushAsync(cancellationToken);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                from.Dispose();
                to.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
