namespace TuyaActors.Protocol.Frames;

/// <summary>
/// How one version wraps a payload into a frame and takes it out again. A frame given here is whole, and its length field
/// is within <see cref="MinLength"/> and the cap.
/// </summary>
internal abstract class VersionRules : IDisposable
{
    protected VersionRules(ProtocolVersion version, WireSide side, KeySchedule keys)
    {
        Version = version;
        Side = side;
        Keys = keys;
    }

    public ProtocolVersion Version { get; }

    public WireSide Side { get; }

    /// <summary>Whether the own frames bear a retcode.</summary>
    public bool WritesRetcode { get; set; }

    public KeySchedule Keys { get; private set; }

    public abstract uint Prefix { get; }

    public abstract int HeaderSize { get; }

    /// <summary>The least that the length field of a frame may say.</summary>
    public abstract int MinLength { get; }

    /// <summary>What of the frame the length field does not count, the header included.</summary>
    public abstract int UncountedSize { get; }

    public static VersionRules Create(ProtocolVersion version, WireSide side, LocalKey key)
    {
        var keys = new KeySchedule(key.Bytes);
        return version switch
        {
            ProtocolVersion.V31 => new Version31(side, keys),
            ProtocolVersion.V32 or ProtocolVersion.V33 => new Version33(version, side, keys),
            ProtocolVersion.V34 => new Version34(side, keys),
            _ => new Version35(side, keys),
        };
    }

    public abstract FrameHeader ReadHeader(ReadOnlySpan<byte> frame);

    public abstract bool TryOpen(ReadOnlySpan<byte> frame, in FrameHeader header, out WireMessage message, out WireInvalid invalid);

    /// <summary>The most bytes that a frame with such a payload can take.</summary>
    public abstract int MaxSealedSize(int payloadLength);

    /// <summary>Writes the frame at the offset; returns its length.</summary>
    public abstract int Seal(byte[] buffer, int offset, in WireMessage message, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> iv);

    public void UseKey(ReadOnlySpan<byte> key)
    {
        Keys.Dispose();
        Keys = new KeySchedule(key);
    }

    public void Dispose() => Keys.Dispose();

    protected static WireInvalid Refuse(WireFault fault, string sentence) => new(fault, sentence);

    /// <summary>NULs behind a JSON object are no part of it; anything else is handed on as it is.</summary>
    protected static ReadOnlyMemory<byte> WithoutTrailingNuls(byte[] bytes, int start, int end)
    {
        if (start < end && bytes[start] == (byte)'{')
        {
            while (bytes[end - 1] == 0)
            {
                end--;
            }
        }

        return bytes.AsMemory(start, end - start);
    }

    protected SourceHeader HeaderFor(in WireMessage message) => message.Header ?? SourceHeader.Blank(Version);
}
