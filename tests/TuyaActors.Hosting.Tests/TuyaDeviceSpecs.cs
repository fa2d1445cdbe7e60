using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Simulator;

namespace TuyaActors.Hosting.Tests;

public sealed class TuyaDeviceSpecs
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static TheoryData<ProtocolVersion> Versions => [.. ProtocolVersions.All];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Should_read_and_switch_a_device_of_which_only_id_and_key_are_known(ProtocolVersion version)
    {
        await using var air = await Air.StartAsync();
        var plug = air.Add(version);
        // The real port is told by nobody but the definition: announcements name none.
        await using var device = await TuyaDevice.ConnectAsync(Definition(plug), air.Tune, Patience);
        var now = await device.GetAsync();
        var on = now.Reported[1].AsBoolean();
        Assert.Equal((DeviceState.Online, plug.Id, version), (now.State, now.DeviceId.Value, now.Version));

        Assert.IsType<CommandOutcome.Confirmed>(await device.SetAsync(1, !on));
        Assert.Equal(!on, (await device.GetAsync()).Reported[1].AsBoolean());
        Assert.Equal(!on, (await device.GetAsync(fresh: true)).Reported[1].AsBoolean());
    }

    [Fact]
    public async Task Should_need_no_more_than_id_key_and_address()
    {
        await using var air = await Air.StartAsync(announce: false);
        var plug = air.Add(ProtocolVersion.V33);
        await using var device = await TuyaDevice.ConnectAsync(Definition(plug) with { Address = plug.EndPoint.Address }, Deaf);
        Assert.True((await device.SetAsync(DpSet.Of((1, true)))).Succeeded);
        Assert.Equal(new DeviceId(plug.Id), device.Id);
        Assert.True((await device.RefreshAsync()).Succeeded);
        await using var reports = device.Events(EventKinds.Reports).GetAsyncEnumerator();
        var next = reports.MoveNextAsync();
        await device.SetAsync(1, false);
        Assert.True(await next);
        Assert.False(Assert.IsType<DeviceEvents.DpsReported>(reports.Current).Dps[1].AsBoolean());
    }

    [Fact]
    public async Task Should_leave_the_device_to_its_next_client_when_it_is_disposed_of()
    {
        await using var air = await Air.StartAsync(announce: false);
        var plug = air.Add(ProtocolVersion.V33);
        var device = await TuyaDevice.ConnectAsync(Definition(plug) with { Address = plug.EndPoint.Address }, Deaf);
        var left = plug.NextAsync<DeviceActivity.ClientLeft>();
        await device.DisposeAsync();
        await left.WaitAsync(Patience);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => device.GetAsync());
        await device.DisposeAsync();
    }

    [Fact]
    public async Task Should_say_at_once_that_the_key_is_wrong()
    {
        await using var air = await Air.StartAsync(announce: false);
        var plug = air.Add(ProtocolVersion.V35);
        var wrong = LocalKey.Parse("fedcba9876543210");
        var failure = await Assert.ThrowsAsync<TuyaDeviceException>(() =>
            TuyaDevice.ConnectAsync(Definition(plug) with { Key = wrong, Version = ProtocolVersion.V35, Address = plug.EndPoint.Address }, Deaf, Patience));
        Assert.Equal((plug.Id, DiagnosisKind.KeyRejected), (failure.DeviceId.Value, failure.Diagnosis!.Kind));
        Assert.StartsWith($"'{plug.Id}': The local key is wrong", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(wrong.Reveal(), failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_say_why_it_could_not_be_found_when_another_program_holds_the_port()
    {
        await using var air = await Air.StartAsync();
        using var taken = air.OccupyEncrypted();
        var failure = await Assert.ThrowsAsync<TuyaDeviceException>(() =>
            TuyaDevice.ConnectAsync(new DeviceDefinition(new DeviceId("lamp")) { Key = LocalKey.Parse("0123456789abcdef") }, air.Tune, TimeSpan.FromMilliseconds(200)));
        Assert.Equal(DiagnosisKind.Unresolved, failure.Diagnosis!.Kind);
        Assert.Contains("is held by another program", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_be_cancelled_by_its_caller()
    {
        using var stop = new CancellationTokenSource();
        var connecting = TuyaDevice.ConnectAsync(new DeviceDefinition(new DeviceId("lamp")) { Key = LocalKey.Parse("0123456789abcdef") }, Deaf, Patience, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
    }

    [Theory]
    [InlineData("a lamp", "0123456789abcdef", null, "device id 'a lamp' has a character at position 2")]
    [InlineData("lamp", "sekret", null, "A local key has 16 characters; this one has 6.")]
    [InlineData("lamp", "0123456789abcdef", "lamp.local", "'lamp.local' is no address; allowed are such as 192.168.1.20")]
    public async Task Should_say_what_cannot_be_a_device(string id, string key, string? address, string sentence)
    {
        var failure = await Assert.ThrowsAsync<TuyaDeviceException>(() => TuyaDevice.ConnectAsync(id, key, address));
        Assert.StartsWith(sentence, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(key, failure.ToString(), StringComparison.Ordinal);
    }

    private static DeviceDefinition Definition(SimulatedDevice device) => new(new DeviceId(device.Id)) { Key = device.Key, Port = device.EndPoint.Port };

    private static void Deaf(TuyaFleetOptions options) => options.DiscoveryEnabled = false;
}
