using System.Buffers.Binary;
using System.Security.Cryptography;
using TuyaActors.Protocol;

namespace TuyaActors.Fuzz.Targets;

/// <summary>Wraps any content into a frame whose integrity field fits, without the codec, so that it can hold what no codec writes.</summary>
internal static class BareFrame
{
    public static byte[] Build(ref FuzzRandom random, FuzzVector vector, CommandId command, byte[] content)
    {
        var key = vector.SessionKey ?? vector.Key!.Bytes.ToArray();
        return vector.Version.Uses6699()
            ? Build6699(ref random, key, command, content)
            : Build55AA(ref random, vector.Version == ProtocolVersion.V34 ? key : null, command, content);
    }

    private static byte[] Build55AA(ref FuzzRandom random, byte[]? hmacKey, CommandId command, byte[] content)
    {
        var proof = hmacKey is null ? 4 : 32;
        var frame = new byte[16 + content.Length + proof + 4];
        BinaryPrimitives.WriteUInt32BigEndian(frame, 0x000055AA);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4), (uint)random.Next());
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(8), (uint)command);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(12), (uint)(content.Length + proof + 4));
        content.CopyTo(frame, 16);
        var covered = frame.AsSpan(0, 16 + content.Length);
        if (hmacKey is null)
        {
            BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(covered.Length), Crc(covered));
        }
        else
        {
            HMACSHA256.HashData(hmacKey, covered, frame.AsSpan(covered.Length, proof));
        }

        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(frame.Length - 4), 0x0000AA55);
        return frame;
    }

    private static byte[] Build6699(ref FuzzRandom random, byte[] key, CommandId command, byte[] content)
    {
        var frame = new byte[18 + 12 + content.Length + 16 + 4];
        BinaryPrimitives.WriteUInt32BigEndian(frame, 0x00006699);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(6), (uint)random.Next());
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(10), (uint)command);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(14), (uint)(12 + content.Length + 16));
        random.Fill(frame.AsSpan(18, 12));
        using var gcm = new AesGcm(key, 16);
        gcm.Encrypt(frame.AsSpan(18, 12), content, frame.AsSpan(30, content.Length), frame.AsSpan(30 + content.Length, 16), frame.AsSpan(4, 14));
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(frame.Length - 4), 0x00009966);
        return frame;
    }

    // Bit by bit: slow, but not the code under test.
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }
        }

        return ~crc;
    }
}
