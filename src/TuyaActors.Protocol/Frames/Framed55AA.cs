using System.Buffers.Binary;

namespace TuyaActors.Protocol.Frames;

/// <summary>What 3.1 to 3.4 have in common: the 55AA framing, a clear retcode, and an integrity field before the suffix.</summary>
internal abstract class Framed55AA(ProtocolVersion version, WireSide side, KeySchedule keys) : VersionRules(version, side, keys)
{
    public override uint Prefix => FrameLayout.Prefix55AA;

    public override int HeaderSize => FrameLayout.HeaderSize55AA;

    // The one that every 55AA frame of any version reaches; what is below the own version's least is looked at whole.
    public override int MinLength => FrameLayout.CrcSize + FrameLayout.SuffixSize;

    public override int UncountedSize => FrameLayout.HeaderSize55AA;

    // A device's frame has room for a retcode, even where that is missing the payload fills it; only an ACK without one is shorter.
    private int OwnMinLength => ProofSize + FrameLayout.SuffixSize + (Side == WireSide.Client ? FrameLayout.RetcodeSize : 0);

    /// <summary>The integrity field's size.</summary>
    protected abstract int ProofSize { get; }

    public override FrameHeader ReadHeader(ReadOnlySpan<byte> frame) => FrameLayout.ReadHeader55AA(frame);

    public override bool TryOpen(ReadOnlySpan<byte> frame, in FrameHeader header, out WireMessage message, out WireInvalid invalid)
    {
        message = default;
        var end = frame.Length - FrameLayout.SuffixSize;
        if (BinaryPrimitives.ReadUInt32BigEndian(frame[end..]) != FrameLayout.Suffix55AA)
        {
            invalid = header.Length < OwnMinLength
                ? TooSmall(header)
                : Refuse(WireFault.BadSuffix, $"No suffix 0000AA55 where the length field ({header.Length} bytes) puts it.");
            return false;
        }

        var proof = end - ProofSize;
        if (proof < HeaderSize || !ProofFits(frame[..proof], frame[proof..end]))
        {
            invalid = RefuseProof(frame, header);
            return false;
        }

        var content = frame[HeaderSize..proof];
        uint? retcode = null;
        if (Side == WireSide.Client)
        {
            if (FrameLayout.TryReadRetcode(content, out var code))
            {
                retcode = code;
                content = content[FrameLayout.RetcodeSize..];
            }
            else if (content.Length is > 0 and < FrameLayout.RetcodeSize)
            {
                invalid = TooSmall(header);
                return false;
            }
        }

        return TryOpenPayload(header, retcode, content, out message, out invalid);
    }

    public override int MaxSealedSize(int payloadLength) =>
        HeaderSize + FrameLayout.RetcodeSize + MaxWrappedSize(payloadLength) + ProofSize + FrameLayout.SuffixSize;

    public override int Seal(byte[] buffer, int offset, in WireMessage message, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> iv)
    {
        var at = offset + HeaderSize;
        if (message.Retcode is { } retcode)
        {
            BinaryPrimitives.WriteUInt32BigEndian(buffer.AsSpan(at), retcode);
            at += FrameLayout.RetcodeSize;
        }

        if (!payload.IsEmpty)
        {
            at += Wrap(buffer, at, message, payload);
        }

        var length = at - offset - HeaderSize + ProofSize + FrameLayout.SuffixSize;
        FrameLayout.WriteHeader55AA(buffer.AsSpan(offset), message.Seqno, message.Command, length);
        Prove(buffer.AsSpan(offset, at - offset), buffer.AsSpan(at, ProofSize));
        BinaryPrimitives.WriteUInt32BigEndian(buffer.AsSpan(at + ProofSize), FrameLayout.Suffix55AA);
        return at + ProofSize + FrameLayout.SuffixSize - offset;
    }

    protected abstract int MaxWrappedSize(int payloadLength);

    /// <summary>Writes the payload as it stands in the frame; returns its length there. Empty payloads are never wrapped.</summary>
    protected abstract int Wrap(byte[] buffer, int offset, in WireMessage message, ReadOnlySpan<byte> payload);

    protected abstract bool TryOpenPayload(in FrameHeader header, uint? retcode, ReadOnlySpan<byte> content, out WireMessage message, out WireInvalid invalid);

    protected abstract void Prove(ReadOnlySpan<byte> bytes, Span<byte> proof);

    protected abstract bool ProofFits(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> proof);

    /// <summary>Says why the integrity field does not fit, where that can be told.</summary>
    protected abstract WireInvalid RefuseProof(ReadOnlySpan<byte> frame, in FrameHeader header);

    protected static bool CrcFits(ReadOnlySpan<byte> frame)
    {
        var crc = frame.Length - FrameLayout.SuffixSize - FrameLayout.CrcSize;
        return Crc32.Compute(frame[..crc]) == BinaryPrimitives.ReadUInt32BigEndian(frame[crc..]);
    }

    protected WireInvalid TooSmall(in FrameHeader header) => Refuse(
        WireFault.LengthTooSmall, $"The length field says {header.Length} bytes, too few for a frame of {Version.ToText()}.");
}
