using System.Net;
using System.Threading.Channels;
using TuyaActors.Protocol;
using TuyaActors.Simulator.Tests.Probes;

namespace TuyaActors.Simulator.Tests;

public sealed class DoubleConnectionSpecs
{
    public enum Farewell
    {
        Fin,
        FinBehindUnreadBytes,
        Reset,
    }

    [Fact]
    public async Task Should_count_a_second_client_that_comes_while_the_first_is_there()
    {
        var (stage, device) = await Stage.WithPlugAsync(ProtocolVersion.V34);
        await using var end = stage;
        Assert.Equal(new DeviceConnections(0, 0, 0, null), device.Connections);
        using var first = await RawClient.ConnectAsync(device);
        Assert.Equal(new DeviceConnections(1, 1, 0, null), device.Connections);
        stage.Time.Advance(TimeSpan.FromMinutes(1));

        await RawClient.ExpectToBeTurnedAwayAsync(device);

        Assert.Equal((2, 2, 1), Numbers(device));
        var last = device.Connections.LastDouble!;
        Assert.Equal(stage.Time.GetUtcNow(), last.At);
        Assert.Equal(first.Port, Assert.IsType<IPEndPoint>(last.Holder).Port);
        Assert.NotEqual(last.Holder, last.Newcomer);
    }

    [Theory]
    [InlineData(Farewell.Fin)]
    [InlineData(Farewell.FinBehindUnreadBytes)]
    [InlineData(Farewell.Reset)]
    public async Task Should_count_none_when_the_first_has_left_though_the_device_has_not_looked(Farewell farewell)
    {
        var (stage, device) = await Stage.WithPlugAsync(ProtocolVersion.V33);
        await using var end = stage;
        using var hold = new Hold(device);
        using var first = await RawClient.ConnectAsync(device);
        await hold.BeginAsync(first);

        await LeaveAsync(first, farewell);
        using var second = await RawClient.DialAsync(device);
        await second.HeartbeatAsync();
        await second.ReceiveAsync(CommandId.Heartbeat);

        Assert.Equal((2, 1, 0), Numbers(device));
        Assert.Null(device.Connections.LastDouble);
    }

    [Fact]
    public async Task Should_count_one_when_the_first_is_there_though_the_device_does_not_look()
    {
        var (stage, device) = await Stage.WithPlugAsync(ProtocolVersion.V33);
        await using var end = stage;
        using var hold = new Hold(device);
        using var first = await RawClient.ConnectAsync(device);
        await hold.BeginAsync(first);

        await RawClient.ExpectToBeTurnedAwayAsync(device);

        Assert.Equal((2, 2, 1), Numbers(device));
    }

    [Fact]
    public async Task Should_count_none_when_the_device_has_ended_the_first()
    {
        var (stage, device) = await Stage.WithPlugAsync(ProtocolVersion.V33);
        await using var end = stage;
        using var dropped = await RawClient.ConnectAsync(device);
        device.DropConnection();
        using var reset = await RawClient.ConnectAsync(device);
        device.Kill();
        device.Start();

        using var last = await RawClient.ConnectAsync(device);

        Assert.Equal((3, 1, 0), Numbers(device));
    }

    [Fact]
    public async Task Should_count_those_that_are_reset_at_once_too()
    {
        var (stage, device) = await Stage.WithPlugAsync(ProtocolVersion.V33);
        await using var end = stage;
        device.Faults = new DeviceFaults { ResetOnConnect = true };
        await RawClient.ExpectToBeTurnedAwayAsync(device);
        await RawClient.ExpectToBeTurnedAwayAsync(device);
        Assert.Equal((2, 1, 0), Numbers(device));
        device.Faults = DeviceFaults.None;
        using var holder = await RawClient.ConnectAsync(device);

        device.Faults = new DeviceFaults { ResetOnConnect = true };
        await RawClient.ExpectToBeTurnedAwayAsync(device);

        Assert.Equal((4, 2, 1), Numbers(device));
        Assert.Equal((1, 0), (device.ConnectionCount, device.RejectedConnections));
    }

    [Fact]
    public async Task Should_sum_over_all_devices()
    {
        await using var stage = new Stage();
        Assert.Equal((0, 0), (stage.Simulator.Count().DoubleConnections, stage.Simulator.Count().MostConnections));
        var devices = Enumerable.Range(0, 3).Select(_ => stage.Simulator.Add(ProtocolVersion.V33)).ToList();
        await stage.Simulator.StartAsync();
        using var first = await RawClient.ConnectAsync(devices[0]);
        using var second = await RawClient.ConnectAsync(devices[1]);
        Assert.Equal((0, 1), (stage.Simulator.Count().DoubleConnections, stage.Simulator.Count().MostConnections));

        await RawClient.ExpectToBeTurnedAwayAsync(devices[0]);
        await RawClient.ExpectToBeTurnedAwayAsync(devices[0]);
        await RawClient.ExpectToBeTurnedAwayAsync(devices[1]);

        Assert.Equal((3, 2), (stage.Simulator.Count().DoubleConnections, stage.Simulator.Count().MostConnections));
    }

    private static (long Accepted, int MostAtOnce, long Doubles) Numbers(SimulatedDevice device)
        => (device.Connections.Accepted, device.Connections.MostAtOnce, device.Connections.Doubles);

    private static async Task LeaveAsync(RawClient client, Farewell farewell)
    {
        if (farewell is Farewell.Reset)
        {
            client.Reset();
            return;
        }

        if (farewell is Farewell.FinBehindUnreadBytes)
        {
            await client.HeartbeatAsync();
        }

        // What has been received is read: else the system would reset.
        client.Dispose();
    }

    /// <summary>The device reads nothing more of a client, as if the machine had no time for it, until this is disposed of; it goes on accepting others.</summary>
    private sealed class Hold : IDisposable
    {
        private readonly Channel<bool> _heard = Channel.CreateUnbounded<bool>();
        private readonly ManualResetEventSlim _free = new();
        private readonly AsyncLocal<bool> _isAccepting = new();

        // Before the client comes.
        public Hold(SimulatedDevice device) => device.Activity += OnActivity;

        public async Task BeginAsync(RawClient client)
        {
            do
            {
                await client.QueryAsync();
                await client.ReceiveAsync(CommandId.DpQuery);
            }
            while (!await _heard.Reader.ReadAsync(Stage.Deadline));
        }

        // Not disposed of: whoever waits still needs it.
        public void Dispose() => _free.Set();

        private void OnActivity(object? sender, DeviceActivity activity)
        {
            switch (activity)
            {
                case DeviceActivity.ClientConnected:
                    // Goes with the accepting loop, but not with the reading one, which has been started by now.
                    _isAccepting.Value = true;
                    break;
                case DeviceActivity.CommandReceived:
                    // The accepting loop, when it is still at it, raises for the reading one; it must not be held.
                    var holds = !_isAccepting.Value;
                    _heard.Writer.TryWrite(holds);
                    if (holds)
                    {
                        _free.Wait(Stage.Deadline);
                    }

                    break;
            }
        }
    }
}
