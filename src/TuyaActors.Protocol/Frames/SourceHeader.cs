using System.Buffers.Binary;

namespace TuyaActors.Protocol.Frames;

/// <summary>
/// The 15 bytes before many payloads of 3.2 and later: the version's text and three numbers, all zero in what clients send.
/// Source: tinytuya's PROTOCOL.md and captures of device pushes.
/// </summary>
/// <param name="Version">The version written in the header; firmware may write another than the one it speaks.</param>
/// <param name="Crc">CRC32 of messages that came through the cloud; 0 on the LAN.</param>
/// <param name="Sequence">Counts up for each source; a gap tells of a missed push.</param>
/// <param name="SourceId">Who sent it; a device is 1, and 0 means that nothing is counted.</param>
public readonly record struct SourceHeader(ProtocolVersion Version, uint Crc, uint Sequence, uint SourceId)
{
    /// <summary>How many bytes the header takes.</summary>
    public const int Size = 15;

    /// <summary>The header of a client, which counts nothing.</summary>
    public static SourceHeader Blank(ProtocolVersion version) => new(version, 0, 0, 0);

    internal static bool TryRead(ReadOnlySpan<byte> bytes, out SourceHeader header)
    {
        header = default;
        if (bytes.Length < Size || bytes[0] != (byte)'3' || bytes[1] != (byte)'.' || bytes[2] is < (byte)'1' or > (byte)'5')
        {
            return false;
        }

        header = new SourceHeader(
            (ProtocolVersion)(30 + (bytes[2] - (byte)'0')),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[3..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[7..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[11..]));
        return true;
    }

    internal void Write(Span<byte> bytes)
    {
        bytes[0] = (byte)'3';
        bytes[1] = (byte)'.';
        bytes[2] = (byte)('0' + ((byte)Version - 30));
        BinaryPrimitives.WriteUInt32BigEndian(bytes[3..], Crc);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[7..], Sequence);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[11..], SourceId);
    }
}
