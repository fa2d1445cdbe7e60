using TuyaActors.Messages;

namespace TuyaActors.Device;

/// <summary>The frames of the last minute, while somebody looks.</summary>
internal sealed class FrameLog
{
    private readonly Queue<RecordedFrame> _frames = new();
    private DateTimeOffset? _since;

    /// <summary>When the recording ends, unless somebody looks again; <c>null</c>: none is made.</summary>
    public DateTimeOffset? Until { get; private set; }

    /// <summary>What there is; and on it goes for as long again.</summary>
    public FrameRecording Look(DeviceId device, DateTimeOffset now)
    {
        Until = now + FrameRecording.Length;
        _since ??= now;
        Forget(now);
        return new FrameRecording(device, _since.Value, [.. _frames]);
    }

    /// <summary>One more.</summary>
    public void Note(RecordedFrame frame)
    {
        if (Until is null)
            return;
        Forget(frame.At);
        if (_frames.Count == FrameRecording.MostFrames)
            Leave();
        _frames.Enqueue(frame);
    }

    private void Forget(DateTimeOffset now)
    {
        while (_frames.TryPeek(out var oldest) && now - oldest.At > FrameRecording.Length)
            Leave();
        if (now - _since > FrameRecording.Length)
            _since = now - FrameRecording.Length;
    }

    // What was pushed out by too many others is missing from here on.
    private void Leave()
    {
        var gone = _frames.Dequeue();
        if (_since < gone.At)
            _since = gone.At;
    }
}
