using System.Collections.Concurrent;
using TuyaActors.Protocol;
using TuyaActors.Simulator.Profiles;
using TuyaActors.Simulator.Tests.Probes;

namespace TuyaActors.Simulator.Tests;

public sealed class PulseSpecs
{
    [Theory]
    [MemberData(nameof(Stage.VersionsAndProfiles), MemberType = typeof(Stage))]
    public async Task Should_push_by_itself_what_changes_by_itself(ProtocolVersion version, string kind)
    {
        var options = new SimulatedDeviceOptions { Version = version, Profile = Stage.Profile(kind), SubDevices = kind == "gateway" ? [new()] : [] };
        var (stage, device) = await Stage.WithAsync(options, quiet: false);
        await using var end = stage;
        using var client = await RawClient.ConnectAsync(device);
        await client.HeartbeatAsync();
        await client.ReceiveAsync(CommandId.Heartbeat);
        var told = new ConcurrentQueue<DeviceActivity.Pushed>();
        device.Activity += (_, activity) =>
        {
            if (activity is DeviceActivity.Pushed pushed)
                told.Enqueue(pushed);
        };

        // Five minutes at ten seconds each: even the curtain, which moves seldom, has moved by then.
        stage.Time.Advance(TimeSpan.FromMinutes(5));
        var first = await client.ReceivePushAsync();
        // Whoever tells the heartbeat, on another thread, tells what follows as well.
        while (told.Count < device.PushCount)
            await Task.Yield();
        var seen = told.ToList();

        Assert.Equal(seen[0].Dps, first.Dps);
        Assert.Equal(seen[0].Cid, first.Cid);
        Assert.All(seen, push => Assert.True(push.Sent && push.Dps.Count > 0));
        Assert.Equal(seen.Count, device.PushCount);
    }

    [Fact]
    public async Task Should_keep_to_its_mean_interval_in_the_long_run()
    {
        var (stage, device) = await Stage.WithAsync(new SimulatedDeviceOptions { Profile = DeviceProfile.Sensor, PushInterval = TimeSpan.FromSeconds(4) }, quiet: false);
        await using var end = stage;
        var pushes = 0;
        device.Activity += (_, activity) => pushes += activity is DeviceActivity.Pushed ? 1 : 0;

        stage.Time.Advance(TimeSpan.FromSeconds(4000));

        // Now and then nothing has changed: both values wandered by nothing (1 in 35).
        Assert.InRange(pushes, 900, 1050);
    }

    [Fact]
    public async Task Should_make_the_same_changes_for_the_same_seed()
    {
        var first = await HistoryAsync();
        var second = await HistoryAsync();

        Assert.Equal(first, second);
        Assert.True(first.Count > 50, $"There are only {first.Count}.");

        static async Task<List<string>> HistoryAsync()
        {
            await using var stage = new Stage(quiet: false);
            var history = new List<string>();
            stage.Simulator.Activity += (_, activity) => history.Add(activity is DeviceActivity.Pushed push ? $"{activity.Device.Id} {push.Cid} {push.Dps.ToJson()}" : "?");
            stage.Simulator.AddRange(SimulatedFleet.Create(12, seed: 5).Select(device => device with { Port = 0, Address = System.Net.IPAddress.Loopback }));
            await stage.Simulator.StartAsync();
            stage.Time.Advance(TimeSpan.FromMinutes(3));
            return history;
        }
    }

    [Fact]
    public async Task Should_change_nothing_by_itself_when_quiet_or_killed()
    {
        var (quietStage, quiet) = await Stage.WithPlugAsync(ProtocolVersion.V33, quiet: true);
        await using var end = quietStage;
        var (stage, killed) = await Stage.WithPlugAsync(ProtocolVersion.V33, quiet: false);
        await using var end2 = stage;
        var (quietState, killedState) = (quiet.State, killed.State);

        killed.Kill();
        quietStage.Time.Advance(TimeSpan.FromHours(1));
        stage.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(quietState, quiet.State);
        Assert.Equal(killedState, killed.State);

        killed.Start();
        stage.Time.Advance(TimeSpan.FromHours(1));
        Assert.NotEqual(killedState, killed.State);
    }

    [Fact]
    public async Task Should_drift_once_an_interval_also_after_many_starts()
    {
        var (stage, device) = await Stage.WithAsync(new SimulatedDeviceOptions { Profile = DeviceProfile.Thermostat }, quiet: false);
        await using var end = stage;
        for (var round = 0; round < 20; round++)
        {
            device.Kill();
            device.Start();
        }

        var pushes = 0;
        device.Activity += (_, activity) => pushes += activity is DeviceActivity.Pushed ? 1 : 0;
        stage.Time.Advance(TimeSpan.FromSeconds(1000));

        Assert.InRange(pushes, 50, 130);
    }

    [Fact]
    public async Task Should_move_a_cover_step_by_step_also_when_quiet()
    {
        var options = new SimulatedDeviceOptions { Version = ProtocolVersion.V35, Profile = DeviceProfile.Cover, State = DpSet.Of((2, 0), (3, 0)) };
        var (stage, device) = await Stage.WithAsync(options);
        await using var end = stage;
        using var client = await RawClient.ConnectAsync(device);

        await client.ControlAsync(DpSet.Of((2, 12)));
        await client.ReceiveAsync(CommandId.ControlNew);
        Assert.Equal(DpSet.Of((1, "open"), (2, 12)), (await client.ReceivePushAsync()).Dps);
        stage.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(DpSet.Of((3, 5)), (await client.ReceivePushAsync()).Dps);
        Assert.Equal(DpSet.Of((3, 10)), (await client.ReceivePushAsync()).Dps);
        Assert.Equal(DpSet.Of((1, "stop"), (3, 12)), (await client.ReceivePushAsync()).Dps);
        Assert.Equal(DpSet.Of((1, "stop"), (2, 12), (3, 12)), device.State);
    }

    [Fact]
    public async Task Should_stop_a_cover_where_it_is()
    {
        var options = new SimulatedDeviceOptions { Profile = DeviceProfile.Cover, State = DpSet.Of((2, 100), (3, 100)) };
        var (stage, device) = await Stage.WithAsync(options);
        await using var end = stage;
        using var client = await RawClient.ConnectAsync(device);

        await client.ControlAsync(DpSet.Of((1, "close")));
        await client.ReceiveAsync(CommandId.Control);
        await client.ReceivePushAsync();
        stage.Time.Advance(TimeSpan.FromSeconds(3));
        await client.ControlAsync(DpSet.Of((1, "stop")));
        while ((await client.ReceiveAsync()).Command is not CommandId.Control)
        {
        }

        stage.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(DpSet.Of((1, "stop"), (2, 70), (3, 70)), device.State);
    }

    [Fact]
    public async Task Should_switch_a_plug_when_its_countdown_ends()
    {
        var (stage, device) = await Stage.WithAsync(new SimulatedDeviceOptions { State = DpSet.Of((1, false), (18, 0), (19, 0)) });
        await using var end = stage;

        device.Set(9, 90);
        stage.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(30, device.State[9].AsInteger());
        Assert.False(device.State[1].AsBoolean());
        stage.Time.Advance(TimeSpan.FromSeconds(30));

        Assert.True(device.State[1].AsBoolean());
        Assert.Equal(0, device.State[9].AsInteger());
        Assert.True(device.State[19].AsInteger() > 0);
    }
}
