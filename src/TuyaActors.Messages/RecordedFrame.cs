using System.Collections.Immutable;
using TuyaActors.Protocol;

namespace TuyaActors.Messages;

/// <summary>A frame as it went over the wire, for those who look. Its bytes are encrypted as the version wants it; there is no key in it.</summary>
/// <param name="At">When.</param>
/// <param name="Direction">Which way.</param>
/// <param name="Version">The protocol version spoken.</param>
/// <param name="Bytes">The frame, from prefix to suffix.</param>
public sealed record RecordedFrame(DateTimeOffset At, FrameDirection Direction, ProtocolVersion Version, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Its sequence number; <c>null</c> where it could not be read.</summary>
    public uint? Seqno { get; init; }

    /// <summary>What it is about; <c>null</c> where it could not be read.</summary>
    public CommandId? Command { get; init; }

    /// <summary>The device's return code, where it bears one.</summary>
    public uint? Retcode { get; init; }

    /// <summary>The decrypted payload; of a session's negotiation it is left out.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Why it could not be read; <c>null</c>: it could.</summary>
    public string? Problem { get; init; }
}

/// <summary>Which way a frame went.</summary>
public enum FrameDirection
{
    /// <summary>To the device.</summary>
    Sent,

    /// <summary>From the device.</summary>
    Received,
}

/// <summary>
/// What went over a device's connection lately. Nothing is recorded until somebody asks: the first question begins it, and it goes on for
/// <see cref="Length"/> after the last.
/// </summary>
/// <param name="DeviceId">Whose connection: for a sub-device its gateway's.</param>
/// <param name="Since">From when on all frames are here, but for those that <see cref="MostFrames"/> pushed out.</param>
/// <param name="Frames">Oldest first, none older than <see cref="Length"/>.</param>
public sealed record FrameRecording(DeviceId DeviceId, DateTimeOffset Since, ImmutableArray<RecordedFrame> Frames) : IWithDeviceId
{
    /// <summary>How many frames are kept at most.</summary>
    public const int MostFrames = 256;

    /// <summary>How long a frame is kept, and how long recording goes on after the last question.</summary>
    public static TimeSpan Length { get; } = TimeSpan.FromMinutes(1);
}
