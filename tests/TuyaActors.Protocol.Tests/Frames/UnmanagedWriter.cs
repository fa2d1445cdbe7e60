using System.Buffers;

namespace TuyaActors.Protocol.Tests.Frames;

/// <summary>An output whose memory cannot be had as an array.</summary>
internal sealed class UnmanagedWriter : MemoryManager<byte>, IBufferWriter<byte>
{
    private readonly byte[] _bytes = new byte[4096];
    private int _written;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _written);

    public void Advance(int count) => _written += count;

    public Memory<byte> GetMemory(int sizeHint = 0) => Memory[_written..];

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    // The base class says no to TryGetArray unless this type offers one.
    public override Span<byte> GetSpan() => _bytes;

    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

    public override void Unpin() => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
    }
}
