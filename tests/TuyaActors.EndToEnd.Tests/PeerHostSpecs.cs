using System.Net;
using TuyaActors.Benchmarks.Clients;
using TuyaActors.Benchmarks.Farm;
using TuyaActors.Benchmarks.Peers;
using TuyaActors.Protocol;
using TuyaActors.Simulator;
using TuyaActors.Simulator.Profiles;

namespace TuyaActors.EndToEnd;

/// <summary>What <c>tools/bench peers</c> measures of ourselves does what it is asked.</summary>
public sealed class PeerHostSpecs
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Should_ask_and_switch_one_device_as_often_as_it_is_told(bool bare)
    {
        await using var simulator = await StartAsync(1);
        var device = simulator.Devices[0];
        var answers = await AskAsync(
            bare,
            new PeerRequest(PeerRequest.Connect) { Devices = Targets(simulator), One = true, Seconds = 60 },
            new PeerRequest(PeerRequest.Status) { Times = 3, Seconds = 60 },
            new PeerRequest(PeerRequest.Set) { Times = 5, Seconds = 60 });

        Assert.All(answers, answer => Assert.Null(answer.Failed));
        Assert.Equal(1, answers[1].Connected);
        Assert.Equal((3, 5), (answers[2].Took!.Count, answers[3].Took!.Count));
        Assert.True(device.State[FarmSpec.SwitchDp].AsBoolean());
        Assert.Equal(5, device.PushCount);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Should_connect_to_many_devices_and_count(bool bare)
    {
        await using var simulator = await StartAsync(4);
        var answers = await AskAsync(bare, new PeerRequest(PeerRequest.Connect) { Devices = Targets(simulator), Seconds = 60 }, new PeerRequest(PeerRequest.Count));
        Assert.Equal(4, answers[1].Connected);
        Assert.Equal(0, answers[2].Lost);
        Assert.NotNull(answers[2].Pushes);
    }

    [Fact]
    public void Should_not_show_a_key_in_words() =>
        Assert.DoesNotContain("0123456789abcdef", new PeerRequest.Target("an id", "0123456789abcdef", "3.3", "127.0.0.1", 6668).ToString(), StringComparison.Ordinal);

    private static async Task<TuyaSimulator> StartAsync(int count)
    {
        var simulator = new TuyaSimulator(new SimulatorOptions { Quiet = true, Announce = false });
        simulator.AddRange(SimulatedFleet.Create(count).Select(device => device with
        {
            Address = IPAddress.Loopback,
            Port = 0,
            Profile = DeviceProfile.Bulb,
            SubDevices = [],
            Version = ProtocolVersion.V33,
        }));
        await simulator.StartAsync();
        return simulator;
    }

    private static PeerRequest.Target[] Targets(TuyaSimulator simulator) =>
        [.. simulator.Devices.Select(device => PeerRequest.Target.Of(new BareDevice(device.Id, device.Key, device.Version, device.EndPoint)))];

    private static async Task<IReadOnlyList<PeerAnswer>> AskAsync(bool bare, params IEnumerable<PeerRequest> requests)
    {
        using var input = new StringReader(string.Join('\n', requests.Select(request => request.ToLine())));
        using var output = new StringWriter();
        await using var host = new PeerHost(bare);
        await host.RunAsync(input, output);
        return [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(PeerAnswer.Read)];
    }
}
