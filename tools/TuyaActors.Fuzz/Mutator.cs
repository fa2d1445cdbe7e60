using System.Buffers.Binary;

namespace TuyaActors.Fuzz;

/// <summary>Changes bytes in the ways in which wires, firmware and attackers change them.</summary>
internal static class Mutator
{
    private static readonly uint[] Lengths =
        [0, 1, 3, 4, 7, 8, 11, 12, 27, 28, 31, 32, 35, 36, 40, 0x7fff, 0x8000, 0x10000, 0x100000, 0x7fffffff, 0x80000000, 0xffffffea, 0xfffffff0, 0xfffffffc, 0xffffffff];

    private static readonly byte[][] Tokens =
    [
        [0, 0, 0x55, 0xaa], [0, 0, 0xaa, 0x55], [0, 0, 0x66, 0x99], [0, 0, 0x99, 0x66], [0, 0, 0x55], [0, 0, 0], "3.1"u8.ToArray(), "3.3"u8.ToArray(),
        "3.4\0\0\0\0\0\0\0\0\0\0\0\0"u8.ToArray(), "{\"dps\":{"u8.ToArray(), "\"dps\":"u8.ToArray(), "\"data\":{"u8.ToArray(), "null"u8.ToArray(), "-0"u8.ToArray(), "1e999"u8.ToArray(),
        "99999999999999999999"u8.ToArray(), "\"\\ud800\""u8.ToArray(), "\\ud800"u8.ToArray(), "\"\\udc00\":1,"u8.ToArray(), "\"ip\":"u8.ToArray(), "\"gwId\":"u8.ToArray(), "\\u0000"u8.ToArray(), "[[[["u8.ToArray(), "}}}}"u8.ToArray(), ","u8.ToArray(), [0xff], [0xc3], [0xf0, 0x9f, 0x98], [0xed, 0xa0, 0x80],
        "data unvalid"u8.ToArray(), "\"65535\":"u8.ToArray(), "\"65536\":"u8.ToArray(), "\"t\":"u8.ToArray(), "\"cid\":"u8.ToArray(), " "u8.ToArray(), "\n"u8.ToArray(),
    ];

    /// <summary>Some changes, one after the other, to a copy.</summary>
    public static byte[] Mutate(ref FuzzRandom random, byte[] original, byte[] other)
    {
        var bytes = (byte[])original.Clone();
        for (var changes = 1 + random.Below(4); changes > 0; changes--)
        {
            bytes = Change(ref random, bytes, other);
        }

        return bytes;
    }

    private static byte[] Change(ref FuzzRandom random, byte[] bytes, byte[] other)
    {
        if (bytes.Length == 0)
        {
            // A copy: further changes must not reach what other cases begin with.
            return (byte[])other.Clone();
        }

        var at = random.Below(bytes.Length);
        switch (random.Below(11))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Below(8));
                return bytes;
            case 1:
                bytes[at] = random.Byte();
                return bytes;
            case 2:
                bytes[at] = random.Pick<byte>([0, 1, 0x10, 0x20, (byte)'"', (byte)'\\', 0x7f, 0x80, 0xff]);
                return bytes;
            case 3:
                return [.. bytes.AsSpan(0, at)];
            case 4:
                return [.. bytes.AsSpan(0, at), .. bytes.AsSpan(at + Math.Min(1 + random.Below(20), bytes.Length - at))];
            case 5:
                return [.. bytes.AsSpan(0, at), .. random.Pick<byte[]>(Tokens), .. bytes.AsSpan(at)];
            case 6:
                return [.. bytes.AsSpan(0, at), .. other.AsSpan(random.Below(other.Length))];
            case 7:
                return [.. bytes.AsSpan(0, at), .. bytes.AsSpan(random.Below(at + 1))];
            case 8:
                var noise = new byte[random.Below(40)];
                random.Fill(noise);
                return [.. bytes.AsSpan(0, at), .. noise, .. bytes.AsSpan(at)];
            case 9:
                return WithLength(ref random, bytes);
            default:
                var token = random.Pick<byte[]>(Tokens);
                token.AsSpan(0, Math.Min(token.Length, bytes.Length - at)).CopyTo(bytes.AsSpan(at));
                return bytes;
        }
    }

    // Where the two framings have their length field, an absurd or a slightly wrong number.
    private static byte[] WithLength(ref FuzzRandom random, byte[] bytes)
    {
        var at = random.OneIn(2) ? 12 : 14;
        if (bytes.Length < at + 4)
        {
            return bytes;
        }

        var field = bytes.AsSpan(at);
        var length = random.OneIn(2) ? random.Pick<uint>(Lengths) : BinaryPrimitives.ReadUInt32BigEndian(field) + (uint)random.Below(41) - 20;
        BinaryPrimitives.WriteUInt32BigEndian(field, length);
        return bytes;
    }
}
