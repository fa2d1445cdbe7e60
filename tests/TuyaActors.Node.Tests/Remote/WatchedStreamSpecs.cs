using System.IO.Pipelines;
using TuyaActors.Node.Remote;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Remote;

public sealed class WatchedStreamSpecs
{
    private readonly ManualTime _time = new();
    private readonly Pipe _pipe = new();

    [Fact]
    public async Task Should_break_when_nothing_has_come_for_a_minute()
    {
        await using var stream = new WatchedStream(_pipe.Reader.AsStream(), _time);
        var reading = stream.ReadAsync(new byte[10]).AsTask();
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(reading.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("it has been silent for 60 s", (await Assert.ThrowsAsync<IOException>(() => reading)).Message);
    }

    [Fact]
    public async Task Should_wait_anew_after_each_thing_that_came()
    {
        await using var stream = new WatchedStream(_pipe.Reader.AsStream(), _time);
        for (var i = 0; i < 3; i++)
        {
            var reading = stream.ReadAsync(new byte[10]).AsTask();
            _time.Advance(TimeSpan.FromSeconds(50));
            await _pipe.Writer.WriteAsync(new byte[] { 1, 2 });
            Assert.Equal(2, await reading);
        }
    }

    [Fact]
    public async Task Should_end_as_cancelled_when_the_reader_has_enough()
    {
        await using var stream = new WatchedStream(_pipe.Reader.AsStream(), _time);
        using var enough = new CancellationTokenSource();
        var reading = stream.ReadAsync(new byte[10], enough.Token).AsTask();
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }
}
