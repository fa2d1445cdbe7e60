using System.Text.Json;
using TuyaActors.Messages;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Commands;

public sealed class MonitorSpecs : IDisposable
{
    private const string Id = "bf0123456789abcdefgh";
    private static readonly string[] Monitor = ["monitor", "--id", Id, "--key", "0123456789abcdef", "--ip", "192.168.1.20"];

    private readonly ScriptedFleet _fleet = new();
    private readonly ManualTime _time = new();
    private readonly Terminal _terminal;

    public MonitorSpecs()
    {
        _terminal = new Terminal(_fleet);
        _terminal.Environment = _terminal.Environment with { Time = _time };
    }

    [Fact]
    public async Task Should_print_one_line_of_json_for_each_event_until_so_many_reports_have_come()
    {
        _fleet.Publish(
            Snapshots.Change(Id, DeviceState.Connecting, DeviceState.Online),
            Snapshots.Report(Id, (1, true)),
            Snapshots.Report(Id, (1, false)),
            Snapshots.Report(Id, (1, true)));
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync([.. Monitor, "--count", "2"]));
        var events = _terminal.OutLines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["state", "dps", "dps"], events.Select(e => e.GetProperty("event").GetString()));
        Assert.Equal("online", events[0].GetProperty("to").GetString());
        Assert.Equal("""{"1":false}""", events[2].GetProperty("changed").GetRawText());
        Assert.Equal("push", events[2].GetProperty("cause").GetString());
    }

    [Fact]
    public async Task Should_tell_the_diagnosis_and_go_on_when_the_device_may_come_back()
    {
        _fleet.Publish(
            Snapshots.Change(Id, DeviceState.Connecting, DeviceState.Backoff, DiagnosisKind.Refused),
            Snapshots.Change(Id, DeviceState.Connecting, DeviceState.Online),
            Snapshots.Report(Id, (1, true)));
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync([.. Monitor, "--count", "1"]));
        Assert.Contains("hint: What to do about Refused.", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_end_with_1_when_the_key_is_refused_for_good()
    {
        _fleet.Publish(Snapshots.Change(Id, DeviceState.Negotiating, DeviceState.KeyRejected, DiagnosisKind.KeyRejected));
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync(Monitor));
        Assert.Contains("diagnosis: KeyRejected", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_say_that_events_were_missed_when_it_lagged()
    {
        _fleet.Publish(new DeviceEvents.Lagged(7, Snapshots.Now), Snapshots.Report(Id, (1, true)));
        await _terminal.RunAsync([.. Monitor, "--count", "1"]);
        Assert.Contains("\"event\":\"lagged\",\"missed\":7", _terminal.OutLines[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, ExitCode.Ok)]
    [InlineData(false, ExitCode.Failed)]
    public async Task Should_end_after_its_seconds_with_0_only_if_the_device_was_online(bool online, int code)
    {
        if (online)
        {
            _fleet.With(Snapshots.Device(Id));
        }

        var running = _terminal.RunAsync([.. Monitor, "--seconds", "30"]);
        await _fleet.Subscribed.Task;
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(code, await running);
        Assert.True(_terminal.WasEnded);
    }

    [Fact]
    public async Task Should_give_up_when_the_device_is_not_online_in_time()
    {
        var running = _terminal.RunAsync([.. Monitor, "--timeout", "5"]);
        await _fleet.Subscribed.Task;
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(ExitCode.Failed, await running);
        Assert.Contains("has not come online within 5 s", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_end_with_0_when_it_is_interrupted_and_the_device_was_online()
    {
        _fleet.With(Snapshots.Device(Id));
        using var end = new CancellationTokenSource();
        var running = _terminal.RunUntilAsync(end.Token, Monitor);
        await _fleet.Subscribed.Task;
        await end.CancelAsync();
        Assert.Equal(ExitCode.Ok, await running);
    }

    [Fact]
    public async Task Should_end_when_nobody_reads_its_lines_any_more()
    {
        _terminal.Environment = _terminal.Environment with { Out = new BrokenPipe() };
        _fleet.With(Snapshots.Device(Id)).Publish(Snapshots.Report(Id, (1, true)));
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync(Monitor));
    }

    [Fact]
    public async Task Should_end_with_2_when_the_fleet_refuses_the_device()
    {
        _fleet.OnAdd = d => new FleetReply.Refused(d.Id, "two definitions contradict each other");
        Assert.Equal(ExitCode.BadUsage, await _terminal.RunAsync(Monitor));
        Assert.Contains("two definitions contradict each other", _terminal.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _terminal.Dispose();
}
