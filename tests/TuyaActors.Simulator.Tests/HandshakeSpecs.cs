using TuyaActors.Protocol;
using TuyaActors.Simulator.Tests.Probes;

namespace TuyaActors.Simulator.Tests;

public sealed class HandshakeSpecs
{
    [Theory]
    [MemberData(nameof(Stage.Versions), MemberType = typeof(Stage))]
    public async Task Should_count_connections_that_have_only_been_opened(ProtocolVersion version)
    {
        await using var stage = new Stage();
        var devices = stage.Simulator.AddRange(Enumerable.Range(0, 3).Select(_ => new SimulatedDeviceOptions { Version = version, Port = 0 }));
        await stage.Simulator.StartAsync();
        var clients = new List<RawClient>();
        foreach (var device in devices)
        {
            var accepted = device.NextAsync<DeviceActivity.ClientConnected>(cancellationToken: Stage.Deadline);
            clients.Add(await RawClient.DialAsync(device));
            await accepted;
        }

        Assert.Equal((3, 3), Count(stage));
        await (version.NeedsSession() ? clients[0].NegotiateAsync() : clients[0].QueryAsync(dps: [1]));
        if (!version.NeedsSession())
        {
            await clients[0].ReceiveAsync();
        }

        Assert.Equal((2, 3), Count(stage));
        var left = devices[1].NextAsync<DeviceActivity.ClientLeft>(cancellationToken: Stage.Deadline);
        clients[1].Dispose();
        await left;
        Assert.Equal((1, 3), Count(stage));
        devices[2].Kill();
        Assert.Equal((0, 3), Count(stage));
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task Should_not_take_a_heartbeat_for_more_than_an_opening()
    {
        var (stage, device) = await Stage.WithPlugAsync(ProtocolVersion.V33);
        await using var end = stage;
        using var client = await RawClient.ConnectAsync(device);

        await client.HeartbeatAsync();
        await client.ReceiveAsync(CommandId.Heartbeat);

        Assert.Equal((1, 1), Count(stage));
    }

    private static (int Now, int Most) Count(Stage stage) => stage.Simulator.Count() is var counters ? (counters.Handshakes, counters.MostHandshakes) : default;
}
