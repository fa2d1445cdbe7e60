using System.Net;
using System.Text.Json;
using TuyaActors.Messages;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Tests.Probes;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Tests.Commands;

public sealed class ScanSpecs : IDisposable
{
    private static readonly UdpPortHealth Bound = new(6667, true, 3, null);
    private static readonly UdpPortHealth Taken = new(6666, false, 0, "another program has it");

    private readonly ScriptedFleet _fleet = new();
    private readonly ManualTime _time = new();
    private readonly Terminal _terminal;

    public ScanSpecs()
    {
        _terminal = new Terminal(_fleet);
        _terminal.Environment = _terminal.Environment with { Time = _time };
        _fleet.OnHealth = () => Task.FromResult(Snapshots.Health(0, Bound));
    }

    [Fact]
    public async Task Should_print_each_device_once_when_it_announces_itself_again_and_again()
    {
        _fleet.Publish(Sighting("bf01", "192.168.1.5"), Sighting("bf01", "192.168.1.5"), Sighting("bf02", "192.168.1.6", null));
        _fleet.EndEvents();
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("scan"));
        Assert.Equal(2, _terminal.OutLines.Length);
        Assert.Matches(@"^bf01 +192\.168\.1\.5 +3\.3 +keyabc$", _terminal.OutLines[0]);
        Assert.Matches(@"^bf02 +192\.168\.1\.6 +\? +keyabc$", _terminal.OutLines[1]);
        Assert.Contains("2 devices found", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_print_a_device_again_when_it_shows_at_another_address()
    {
        _fleet.Publish(Sighting("bf01", "192.168.1.5"), Sighting("bf01", "192.168.1.9"));
        _fleet.EndEvents();
        await _terminal.RunAsync("scan", "--json");
        Assert.Equal(["192.168.1.5", "192.168.1.9"], _terminal.OutLines.Select(l => JsonDocument.Parse(l).RootElement.GetProperty("address").GetString()));
    }

    [Fact]
    public async Task Should_listen_for_its_seconds_and_hint_when_nothing_came()
    {
        var running = _terminal.RunAsync("scan", "--seconds", "3");
        await _fleet.Subscribed.Task;
        _time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(running.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(ExitCode.Ok, await running);
        Assert.Contains("hint: a broadcast stays within its LAN segment", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_send_probes_where_it_is_told()
    {
        _fleet.EndEvents();
        await _terminal.RunAsync("scan", "--broadcast", "127.255.255.255");
        Assert.Equal([IPAddress.Parse("127.255.255.255")], _terminal.Setup!.BroadcastAddresses);
        Assert.True(_terminal.Setup.Discovery);
    }

    [Fact]
    public async Task Should_name_a_port_that_it_has_not_got_and_fail_when_it_has_none()
    {
        _fleet.EndEvents();
        _fleet.OnHealth = () => Task.FromResult(Snapshots.Health(0, Taken));
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync("scan"));
        Assert.Contains("UDP port 6666: another program has it", _terminal.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _terminal.Dispose();

    private static DeviceEvents.Sighted Sighting(string id, string address, ProtocolVersion? version = ProtocolVersion.V33) =>
        new(new DeviceId(id), new DeviceSighting(new DeviceId(id), IPAddress.Parse(address), version, "keyabc", 6667, Known: false), Snapshots.Now);
}
