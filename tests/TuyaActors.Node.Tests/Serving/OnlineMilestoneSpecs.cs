using Microsoft.Extensions.Logging;
using TuyaActors.Messages;
using TuyaActors.Node.Serving;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Serving;

public sealed class OnlineMilestoneSpecs : IDisposable
{
    private readonly ScriptedFleet _fleet = new();
    private readonly ManualTime _time = new();
    private readonly KeptLines _log = new();
    private readonly OnlineMilestone _milestone;
    private int _online;

    public OnlineMilestoneSpecs()
    {
        _fleet.OnHealth = () => Task.FromResult(Snapshots.Health(_online) with { Devices = 2 });
        _milestone = new OnlineMilestone(_fleet, _time, _log);
    }

    [Fact]
    public async Task Should_say_it_when_the_last_device_has_come_online_and_not_before()
    {
        await _milestone.StartAsync(CancellationToken.None);
        await _fleet.Subscribed.Task;
        _online = 1;
        _fleet.Publish(Snapshots.Change("bf01", DeviceState.Connecting, DeviceState.Online));
        _fleet.EndEvents();
        await _milestone.ExecuteTask!;
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task Should_say_it_once_with_the_time_that_it_took()
    {
        await _milestone.StartAsync(CancellationToken.None);
        await _fleet.Subscribed.Task;
        _time.Advance(TimeSpan.FromSeconds(6.4));
        _online = 2;
        _fleet.Publish(
            Snapshots.Change("bf01", DeviceState.Connecting, DeviceState.Online),
            Snapshots.Change("bf02", DeviceState.Connecting, DeviceState.Online));
        await _milestone.ExecuteTask!;
        Assert.Equal(["2 of 2 online, 6.4 s after the start"], _log.Lines);
    }

    [Fact]
    public async Task Should_say_it_at_once_when_all_were_online_before_it_listened()
    {
        _online = 2;
        await _milestone.StartAsync(CancellationToken.None);
        await _milestone.ExecuteTask!;
        Assert.Equal(["2 of 2 online, 0.0 s after the start"], _log.Lines);
    }

    public void Dispose() => _milestone.Dispose();

    private sealed class KeptLines : ILogger<OnlineMilestone>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}
