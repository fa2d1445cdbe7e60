using TuyaActors.Device;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Tests.Device;

public sealed class FrameLogSpecs
{
    private static readonly DeviceId Id = new("lamp");
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FrameLog _log = new();

    [Fact]
    public void Should_keep_nothing_until_somebody_looks()
    {
        _log.Note(Frame(0));
        Assert.Null(_log.Until);
        Assert.Empty(_log.Look(Id, At(1)).Frames);
        _log.Note(Frame(2));
        var (id, since, frames) = _log.Look(Id, At(3));
        Assert.Equal((Id, At(1), At(2)), (id, since, Assert.Single(frames).At));
    }

    [Fact]
    public void Should_keep_a_minute()
    {
        _log.Look(Id, At(0));
        for (var second = 0; second <= 100; second += 10)
            _log.Note(Frame(second));
        var recording = _log.Look(Id, At(100));
        Assert.Equal([40, 50, 60, 70, 80, 90, 100], recording.Frames.Select(f => (int)(f.At - Start).TotalSeconds));
        Assert.Equal(At(40), recording.Since);
    }

    [Fact]
    public void Should_keep_no_more_frames_than_there_may_be_and_say_from_when_on_they_are_whole()
    {
        _log.Look(Id, At(0));
        for (var i = 0; i < FrameRecording.MostFrames + 10; i++)
            _log.Note(new RecordedFrame(Start.AddMilliseconds(i), FrameDirection.Received, ProtocolVersion.V33, new byte[] { 1 }));
        var recording = _log.Look(Id, At(1));
        Assert.Equal((FrameRecording.MostFrames, Start.AddMilliseconds(10)), (recording.Frames.Length, recording.Frames[0].At));
        Assert.Equal(Start.AddMilliseconds(9), recording.Since);
    }

    [Fact]
    public void Should_go_on_as_long_as_somebody_looks()
    {
        _log.Look(Id, At(0));
        Assert.Equal(At(60), _log.Until);
        _log.Look(Id, At(50));
        Assert.Equal(At(110), _log.Until);
    }

    private static DateTimeOffset At(int second) => Start.AddSeconds(second);

    private static RecordedFrame Frame(int second) => new(At(second), FrameDirection.Received, ProtocolVersion.V33, new byte[] { 1 });
}
