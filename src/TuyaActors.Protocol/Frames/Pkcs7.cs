using System.Text.Unicode;

namespace TuyaActors.Protocol.Frames;

/// <summary>The padding of 3.1 to 3.4: 1 to 16 bytes, each of that value.</summary>
internal static class Pkcs7
{
    public static int PaddedLength(int length) => (length | 15) + 1;

    public static void Pad(Span<byte> padded, int length) => padded[length..].Fill((byte)(padded.Length - length));

    /// <summary>The length without padding, or -1 where the last block bears none.</summary>
    public static int UnpaddedLength(ReadOnlySpan<byte> padded)
    {
        if (padded.IsEmpty)
        {
            return -1;
        }

        var count = padded[^1];
        if (count is 0 or > KeySchedule.BlockSize || count > padded.Length)
        {
            return -1;
        }

        return padded[^count..].ContainsAnyExcept(count) ? -1 : padded.Length - count;
    }

    /// <summary>
    /// A wrong key meets a valid padding of one byte once in 256 times, of two once in 65,536. What is then neither an object nor text
    /// is noise; behind a longer padding odd bytes are the device's own and stand.
    /// </summary>
    public static bool IsNoise(ReadOnlySpan<byte> padded, int length) =>
        padded.Length - length <= 2 && padded[..length] is not [(byte)'{' or (byte)'[', ..] && !Utf8.IsValid(padded[..length]);
}
