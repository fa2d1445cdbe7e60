using System.Text;
using System.Text.Unicode;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Json;

/// <summary>What went over a device's connection in the last minute.</summary>
/// <param name="Device">Whose connection: for a device behind a gateway, the gateway's.</param>
/// <param name="Since">From when on all frames are here.</param>
/// <param name="Seconds">For how long a frame is kept, and recording goes on after the last look.</param>
/// <param name="Frames">Oldest first.</param>
internal sealed record FramesJson(string Device, DateTimeOffset Since, double Seconds, IReadOnlyList<FrameRecordJson> Frames)
{
    /// <summary>The recording as JSON has it.</summary>
    public static FramesJson Of(FrameRecording recording) =>
        new(recording.DeviceId.Value, recording.Since, FrameRecording.Length.TotalSeconds, [.. recording.Frames.Select(FrameRecordJson.Of)]);
}

/// <summary>One frame.</summary>
internal sealed record FrameRecordJson(DateTimeOffset At, FrameDirection Direction, string Version, int Length, string Hex)
{
    public uint? Seqno { get; init; }

    public uint? Command { get; init; }

    public string? CommandName { get; init; }

    public uint? Retcode { get; init; }

    public string? Payload { get; init; }

    public string? PayloadHex { get; init; }

    public string? Problem { get; init; }

    /// <summary>The frame as JSON has it.</summary>
    public static FrameRecordJson Of(RecordedFrame frame)
    {
        var payload = frame.Payload.Span.TrimEnd((byte)0);
        var isText = Utf8.IsValid(payload);
        return new FrameRecordJson(
            frame.At, frame.Direction, frame.Version.ToText(), frame.Bytes.Length, Convert.ToHexStringLower(frame.Bytes.Span))
        {
            Seqno = frame.Seqno,
            Command = (uint?)frame.Command,
            CommandName = frame.Command is { } command && Enum.IsDefined(command) ? JsonWord.Of(command) : null,
            Retcode = frame.Retcode,
            Payload = payload.Length > 0 && isText ? Encoding.UTF8.GetString(payload) : null,
            PayloadHex = payload.Length > 0 && !isText ? Convert.ToHexStringLower(payload) : null,
            Problem = frame.Problem,
        };
    }
}
