using System.Buffers;

namespace TuyaActors.Simulator.Devices;

/// <summary>Bytes on their way; holds an array of the pool only while there are some.</summary>
internal sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    private const int MinimumSize = 512;

    private byte[] _array = [];

    public int Length { get; private set; }

    public Span<byte> Written => _array.AsSpan(0, Length);

    public Memory<byte> WrittenMemory => _array.AsMemory(0, Length);

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _array.Length - Length);
        Length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _array.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _array.AsSpan(Length);
    }

    /// <summary>Takes <paramref name="count"/> bytes off the front.</summary>
    public void Consume(int count)
    {
        Length -= count;
        if (Length == 0)
        {
            Dispose();
        }
        else
        {
            _array.AsSpan(count, Length).CopyTo(_array);
        }
    }

    /// <summary>Cuts everything behind <paramref name="length"/>.</summary>
    public void Truncate(int length) => Length = Math.Min(Length, length);

    public void Dispose()
    {
        var array = _array;
        _array = [];
        Length = 0;
        if (array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }

    private void Reserve(int sizeHint)
    {
        var needed = Length + Math.Max(sizeHint, 1);
        if (needed <= _array.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(MinimumSize, Math.Max(needed, _array.Length * 2)));
        Written.CopyTo(larger);
        var length = Length;
        Dispose();
        (_array, Length) = (larger, length);
    }
}
