using System.Buffers;

namespace TuyaActors.Connection;

/// <summary>What was received and not yet decoded. Takes a pooled array when bytes come and gives it back when none are left.</summary>
internal sealed class ReceiveBuffer
{
    private const int InitialSize = 4096;

    private byte[]? _array;
    private int _length;

    /// <summary>The bytes not yet decoded.</summary>
    public ReadOnlySequence<byte> Unread => _array is null ? ReadOnlySequence<byte>.Empty : new ReadOnlySequence<byte>(_array, 0, _length);

    /// <summary>Where the next bytes go; never empty.</summary>
    public Span<byte> Room()
    {
        _array ??= ArrayPool<byte>.Shared.Rent(InitialSize);
        if (_array.Length - _length < InitialSize / 4)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_array.Length * 2);
            _array.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_array, clearArray: true);
            _array = larger;
        }

        return _array.AsSpan(_length);
    }

    /// <summary>So many bytes have come into the room.</summary>
    public void Received(int count) => _length += count;

    /// <summary>Only so many of the last bytes are still needed.</summary>
    public void Keep(long count)
    {
        if (_array is null)
            return;
        _array.AsSpan(_length - (int)count, (int)count).CopyTo(_array);
        _length = (int)count;
        ReleaseIfEmpty();
    }

    /// <summary>Gives the array back where it holds nothing.</summary>
    public void ReleaseIfEmpty()
    {
        if (_length == 0)
            Release();
    }

    /// <summary>Forgets everything.</summary>
    public void Release()
    {
        if (_array is not null)
            ArrayPool<byte>.Shared.Return(_array, clearArray: true);
        (_array, _length) = (null, 0);
    }
}
