using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace TuyaActors.Protocol.Frames;

/// <summary>
/// Turns bytes into messages and back, for one connection and one side of it. It starts under the local key; on 3.4 and 3.5 the session key
/// replaces that after the negotiation. Not thread-safe. Disposing clears the keys.
/// </summary>
public sealed class WireCodec : IDisposable
{
    /// <summary>
    /// The most bytes that a frame may have: 32 KiB. Replies of 4 KB have been seen, tinytuya's own limit of 1,440 is too low; more than
    /// this no device can build, so it is a corrupt length.
    /// </summary>
    public const int MaxFrameLength = 32 * 1024;

    private readonly VersionRules _rules;
    private readonly byte[] _iv = new byte[FrameLayout.IvSize];
    private long _skipped;
    private bool _ivDrawn;
    private bool _disposed;

    /// <summary>A codec under the device's local key.</summary>
    public WireCodec(ProtocolVersion version, WireSide side, LocalKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        ProtocolVersions.Require(version, nameof(version));
        _rules = VersionRules.Create(version, side, key);
        _rules.WritesRetcode = side == WireSide.Device;
    }

    /// <summary>The protocol version spoken.</summary>
    public ProtocolVersion Version => _rules.Version;

    /// <summary>Whose frames are encoded.</summary>
    public WireSide Side => _rules.Side;

    /// <summary>How many bytes were skipped between frames because they began none.</summary>
    public long SkippedBytes => _skipped;

    /// <summary>
    /// Whether frames without an explicit retcode get a 0: true on the device's side. False imitates firmware that sends none.
    /// </summary>
    public bool WritesRetcode
    {
        get => _rules.WritesRetcode;
        set => _rules.WritesRetcode = value;
    }

    /// <summary>Goes over to the negotiated key (3.4, 3.5), for both directions.</summary>
    /// <param name="sessionKey">16 bytes.</param>
    /// <exception cref="ArgumentException">The key has another length.</exception>
    public void UseSessionKey(ReadOnlySpan<byte> sessionKey)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (sessionKey.Length != LocalKey.Length)
        {
            throw new ArgumentException($"A session key has {LocalKey.Length} bytes; this one has {sessionKey.Length}.", nameof(sessionKey));
        }

        _rules.UseKey(sessionKey);
    }

    /// <summary>
    /// Reads one frame from the front of <paramref name="input"/> and moves <paramref name="input"/> past it, and past garbage before it.
    /// What remains after <see cref="DecodeStatus.NeedMore"/> must be given again with what follows. After
    /// <see cref="DecodeStatus.Invalid"/> the refused frame is passed (where its length cannot be believed: its prefix), so reading goes on.
    /// Never throws for what the input holds; nothing is allocated for a frame before its length is checked and it is there as a whole.
    /// </summary>
    public DecodeStatus TryDecode(ref ReadOnlySequence<byte> input, out WireMessage message, out WireInvalid invalid)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        message = default;
        invalid = default;

        // As it nearly always is: a whole frame at the front, in one piece.
        var first = input.FirstSpan;
        if (first.Length >= _rules.HeaderSize && BinaryPrimitives.ReadUInt32BigEndian(first) == _rules.Prefix)
        {
            var header = _rules.ReadHeader(first);
            if (HasLength(header) && first.Length >= TotalLength(header))
            {
                return Open(ref input, first[..TotalLength(header)], header, out message, out invalid);
            }
        }

        return TryDecodeInPieces(ref input, out message, out invalid);
    }

    /// <summary>What it means that the stream ended with this rest, which <see cref="TryDecode"/> asked to be continued.</summary>
    public WireInvalid DescribeTruncation(ReadOnlySequence<byte> rest)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var wanted = TryReadHeader(rest, out var header)
            ? $"of {_rules.UncountedSize + (long)header.Length}"
            : "of its header";
        return new WireInvalid(WireFault.Truncated, $"The stream ended within a frame, behind {rest.Length} bytes {wanted}.");
    }

    /// <summary>
    /// Writes one frame. The payload is the plaintext: header, signature, padding, encryption and integrity field are added as version,
    /// side and command want them; an empty payload stays empty (an ACK).
    /// </summary>
    /// <param name="output">Where the frame goes.</param>
    /// <param name="seqno">The sequence number.</param>
    /// <param name="command">The command.</param>
    /// <param name="payload">The plaintext without version header.</param>
    /// <param name="retcode">The return code, on the device's side only; null is 0 there.</param>
    /// <exception cref="ArgumentException">The frame would exceed <see cref="MaxFrameLength"/>, or a client gave a retcode.</exception>
    public void Encode(IBufferWriter<byte> output, uint seqno, CommandId command, ReadOnlySpan<byte> payload, uint? retcode = null) =>
        Encode(output, new WireMessage(seqno, command, retcode, default, null), payload, default);

    /// <summary>As the other, with the 15-byte header's fields as the message gives them, and for 3.5 with a chosen IV.</summary>
    /// <param name="output">Where the frame goes.</param>
    /// <param name="message">The message; its header matters only where version and command bear one.</param>
    /// <param name="iv">12 bytes, for reproducing a given frame; empty for the codec's own, which never repeats.</param>
    /// <exception cref="ArgumentException">The frame would exceed <see cref="MaxFrameLength"/>, a client gave a retcode, or the IV has another length.</exception>
    public void Encode(IBufferWriter<byte> output, in WireMessage message, ReadOnlySpan<byte> iv = default) =>
        Encode(output, message, message.Payload.Span, iv);

    /// <summary>Clears the keys; the codec cannot be used any more.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _rules.Dispose();
        }
    }

    private void Encode(IBufferWriter<byte> output, in WireMessage message, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> iv)
    {
        ArgumentNullException.ThrowIfNull(output);
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (payload.Length > MaxFrameLength || _rules.MaxSealedSize(payload.Length) is var size && size > MaxFrameLength)
        {
            throw new ArgumentException($"A payload of {payload.Length} bytes does not fit a frame of at most {MaxFrameLength}.", nameof(message));
        }

        if (message.Retcode is not null && Side == WireSide.Client)
        {
            throw new ArgumentException("A client's frames bear no retcode.", nameof(message));
        }

        if (!iv.IsEmpty && iv.Length != FrameLayout.IvSize)
        {
            throw new ArgumentException($"An IV has {FrameLayout.IvSize} bytes; this one has {iv.Length}.", nameof(iv));
        }

        var complete = message.Retcode is null && WritesRetcode ? message with { Retcode = 0 } : message;
        if (iv.IsEmpty && Version.Uses6699())
        {
            iv = NextIv();
        }

        var memory = output.GetMemory(size);
        if (MemoryMarshal.TryGetArray<byte>(memory, out var segment))
        {
            output.Advance(_rules.Seal(segment.Array!, segment.Offset, complete, payload, iv));
            return;
        }

        var rented = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            var length = _rules.Seal(rented, 0, complete, payload, iv);
            rented.AsSpan(0, length).CopyTo(memory.Span);
            output.Advance(length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }
    }

    private DecodeStatus TryDecodeInPieces(ref ReadOnlySequence<byte> input, out WireMessage message, out WireInvalid invalid)
    {
        message = default;
        invalid = default;
        var prefix = PrefixScan.Advance(ref input, ref _skipped);
        if (prefix == 0)
        {
            return DecodeStatus.NeedMore;
        }

        if (prefix != _rules.Prefix)
        {
            invalid = new WireInvalid(WireFault.WrongVersion, $"A frame that begins with {prefix:x8} on a connection of {Version.ToText()}: {(prefix == FrameLayout.Prefix6699 ? "3.5" : "3.1 to 3.4")} speaks so.");
            input = input.Slice(FrameLayout.PrefixSize);
            return DecodeStatus.Invalid;
        }

        if (!TryReadHeader(input, out var header))
        {
            return DecodeStatus.NeedMore;
        }

        if (!HasLength(header))
        {
            invalid = RefuseLength(header.Length);
            input = input.Slice(FrameLayout.PrefixSize);
            return DecodeStatus.Invalid;
        }

        var total = TotalLength(header);
        if (input.Length < total)
        {
            return DecodeStatus.NeedMore;
        }

        var first = input.FirstSpan;
        if (first.Length >= total)
        {
            return Open(ref input, first[..total], header, out message, out invalid);
        }

        var rented = ArrayPool<byte>.Shared.Rent(total);
        try
        {
            input.Slice(0, total).CopyTo(rented);
            return Open(ref input, rented.AsSpan(0, total), header, out message, out invalid);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private bool HasLength(in FrameHeader header) => header.Length >= _rules.MinLength && header.Length <= MaxFrameLength - _rules.UncountedSize;

    private int TotalLength(in FrameHeader header) => _rules.UncountedSize + (int)header.Length;

    // A frame whose end is not where its length puts it may hide the next one: only its prefix is passed.
    private DecodeStatus Open(ref ReadOnlySequence<byte> input, ReadOnlySpan<byte> frame, in FrameHeader header, out WireMessage message, out WireInvalid invalid)
    {
        var done = _rules.TryOpen(frame, header, out message, out invalid);
        input = input.Slice(invalid.Fault is WireFault.BadSuffix or WireFault.LengthTooSmall ? FrameLayout.PrefixSize : frame.Length);
        return done ? DecodeStatus.Done : DecodeStatus.Invalid;
    }

    private bool TryReadHeader(in ReadOnlySequence<byte> input, out FrameHeader header)
    {
        header = default;
        var size = _rules.HeaderSize;
        var first = input.FirstSpan;
        if (first.Length >= size)
        {
            header = _rules.ReadHeader(first);
            return true;
        }

        if (input.Length < size)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[FrameLayout.HeaderSize6699];
        input.Slice(0, size).CopyTo(bytes);
        header = _rules.ReadHeader(bytes);
        return true;
    }

    private WireInvalid RefuseLength(uint length) => length < _rules.MinLength
        ? new WireInvalid(WireFault.LengthTooSmall, $"The length field says {length} bytes, too few for a frame of {Version.ToText()}.")
        : new WireInvalid(WireFault.Oversized, $"The length field says {length} bytes; a frame has at most {MaxFrameLength}.");

    // A random start and a counter: no IV repeats under one key, and no call to the system's generator for each frame.
    private ReadOnlySpan<byte> NextIv()
    {
        if (!_ivDrawn)
        {
            RandomNumberGenerator.Fill(_iv);
            _ivDrawn = true;
        }

        for (var i = _iv.Length - 1; i >= 0 && ++_iv[i] == 0; i--)
        {
        }

        return _iv;
    }
}
