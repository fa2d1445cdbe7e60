using System.Buffers;
using System.Buffers.Binary;

namespace TuyaActors.Protocol.Frames;

/// <summary>Finds where the next frame begins.</summary>
internal static class PrefixScan
{
    /// <summary>
    /// Moves <paramref name="input"/> to the next prefix of either framing, or to the last bytes that may become one.
    /// </summary>
    /// <returns>The prefix, or 0 where there is none yet.</returns>
    public static uint Advance(ref ReadOnlySequence<byte> input, ref long skipped)
    {
        var first = input.FirstSpan;
        if (first.Length >= FrameLayout.PrefixSize && BinaryPrimitives.ReadUInt32BigEndian(first) is var prefix && IsPrefix(prefix))
        {
            return prefix;
        }

        var reader = new SequenceReader<byte>(input);
        Span<byte> four = stackalloc byte[FrameLayout.PrefixSize];
        while (reader.TryAdvanceTo(0, advancePastDelimiter: false))
        {
            if (!reader.TryCopyTo(four))
            {
                var rest = four[..(int)reader.Remaining];
                reader.TryCopyTo(rest);
                if (MayBecomePrefix(rest))
                {
                    Skip(ref input, ref skipped, reader.Consumed);
                    return 0;
                }
            }
            else if (BinaryPrimitives.ReadUInt32BigEndian(four) is var found && IsPrefix(found))
            {
                Skip(ref input, ref skipped, reader.Consumed);
                return found;
            }

            reader.Advance(1);
        }

        Skip(ref input, ref skipped, input.Length);
        return 0;
    }

    private static bool IsPrefix(uint value) => value is FrameLayout.Prefix55AA or FrameLayout.Prefix6699;

    private static bool MayBecomePrefix(ReadOnlySpan<byte> rest) =>
        rest.Length < 2 ? rest is [] or [0] : rest[0] == 0 && rest[1] == 0 && (rest.Length == 2 || rest[2] is 0x55 or 0x66);

    private static void Skip(ref ReadOnlySequence<byte> input, ref long skipped, long count)
    {
        skipped += count;
        input = input.Slice(count);
    }
}
