using System.Buffers.Binary;
using System.Security.Cryptography;

namespace TuyaActors.Protocol.Frames;

/// <summary>What 3.1 to 3.3 have in common: a CRC32 as integrity field.</summary>
internal abstract class FramedWithCrc(ProtocolVersion version, WireSide side, KeySchedule keys) : Framed55AA(version, side, keys)
{
    protected override int ProofSize => FrameLayout.CrcSize;

    protected override void Prove(ReadOnlySpan<byte> bytes, Span<byte> proof) =>
        BinaryPrimitives.WriteUInt32BigEndian(proof, Crc32.Compute(bytes));

    protected override bool ProofFits(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> proof) =>
        Crc32.Compute(bytes) == BinaryPrimitives.ReadUInt32BigEndian(proof);

    protected override WireInvalid RefuseProof(ReadOnlySpan<byte> frame, in FrameHeader header)
    {
        if (HmacFits(frame))
        {
            return Refuse(WireFault.WrongVersion, $"A frame of 3.4 on a connection of {Version.ToText()}: its integrity field is an HMAC under the local key.");
        }

        return Refuse(WireFault.BadCrc, $"The CRC32 of frame {header.Seqno} (command 0x{(uint)header.Command:x2}) does not fit: it was changed on its way.");
    }

    private bool HmacFits(ReadOnlySpan<byte> frame)
    {
        var proof = frame.Length - FrameLayout.SuffixSize - FrameLayout.HmacSize;
        if (proof < HeaderSize)
        {
            return false;
        }

        Span<byte> hmac = stackalloc byte[FrameLayout.HmacSize];
        Keys.Hmac(frame[..proof], hmac);
        return CryptographicOperations.FixedTimeEquals(hmac, frame.Slice(proof, FrameLayout.HmacSize));
    }
}
