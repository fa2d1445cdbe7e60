using System.Net;
using TuyaActors.Messages;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Tests.Probes;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Tests.Cli;

public sealed class DeviceOptionsSpecs : IDisposable
{
    private const string Id = "bf0123456789abcdefgh";
    private const string Key = "K3y-of-sixteen-c";
    private const string OtherKey = "fedcba9876543210";

    private const string Devices = $$"""
        [
          { "id": "{{Id}}", "name": "Kitchen plug", "key": "{{Key}}", "ip": "192.168.1.20", "version": "3.4" },
          { "id": "bf0000000000000000twin", "name": "Twin", "key": "{{Key}}" },
          { "id": "bf1111111111111111twin", "name": "Twin", "key": "{{Key}}" },
          { "id": "bf2222222222222222kid", "name": "Kid", "parent": "{{Id}}", "node_id": "a4c1380000000001" },
          { "id": "bf3333333333333333orph", "name": "Orphan", "parent": "bf9999999999999999gone", "node_id": "a4c1380000000002" }
        ]
        """;

    private readonly ScriptedFleet _fleet = new();
    private readonly Terminal _terminal;

    public DeviceOptionsSpecs()
    {
        _fleet.With(Snapshots.Device(Id));
        _fleet.OnRefresh = (id, _) => Task.FromResult<CommandOutcome>(new CommandOutcome.Confirmed(id, DpSet.Of((1, true))));
        _terminal = new Terminal(_fleet);
    }

    [Theory]
    [InlineData(Key)]
    [InlineData("@$<'`\"{}|;:=- ab")]
    [InlineData("-abcdefghijklmno")]
    [InlineData("--bcdefghijklmno")]
    public async Task Should_take_any_printable_key_when_it_is_given_with_an_equals_sign(string key)
    {
        var device = await ReadAsync("--id", Id, $"--key={key}", "--ip", "192.168.1.20");
        Assert.Equal(key, device.Key!.Reveal());
    }

    [Fact]
    public async Task Should_take_a_key_that_begins_with_an_at_sign_as_it_is()
    {
        var device = await ReadAsync("--id", Id, "--key", "@abcdefghijklmno", "--ip", "192.168.1.20");
        Assert.Equal("@abcdefghijklmno", device.Key!.Reveal());
    }

    [Fact]
    public async Task Should_take_the_key_from_a_file_when_told()
    {
        var device = await ReadAsync("--id", Id, "--key-file", _terminal.File("key.txt", $"{Key}\r\nand a comment\n"));
        Assert.Equal(Key, device.Key!.Reveal());
    }

    [Fact]
    public async Task Should_take_the_key_from_the_environment_when_no_option_says_one()
    {
        _terminal.Variables["TUYA_LOCAL_KEY"] = Key;
        Assert.Equal(Key, (await ReadAsync("--id", Id)).Key!.Reveal());
        Assert.Equal(OtherKey, (await ReadAsync("--id", Id, "--key", OtherKey)).Key!.Reveal());
    }

    [Fact]
    public async Task Should_name_the_environment_variable_when_its_key_is_bad()
    {
        _terminal.Variables["TUYA_LOCAL_KEY"] = "short";
        Assert.Equal(ExitCode.BadUsage, await _terminal.RunAsync("status", "--id", Id));
        Assert.Contains("TUYA_LOCAL_KEY: A local key has 16 characters", _terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Id)]
    [InlineData("Kitchen plug")]
    [InlineData("kitchen PLUG")]
    public async Task Should_take_everything_from_the_devices_file_when_id_or_name_is_in_it(string idOrName)
    {
        var device = await ReadAsync("--devices", DevicesFile(), "--id", idOrName);
        Assert.Equal(Id, device.Id.Value);
        Assert.Equal(Key, device.Key!.Reveal());
        Assert.Equal(IPAddress.Parse("192.168.1.20"), device.Address);
        Assert.Equal(ProtocolVersion.V34, device.Version);
        Assert.False(_terminal.Setup!.Discovery);
    }

    [Fact]
    public async Task Should_prefer_the_options_when_the_devices_file_says_otherwise()
    {
        var device = await ReadAsync("--devices", DevicesFile(), "--id", Id, "--ip", "10.0.0.7", "--port", "7777", "--version", "auto", "--key", OtherKey);
        Assert.Equal(OtherKey, device.Key!.Reveal());
        Assert.Equal(IPAddress.Parse("10.0.0.7"), device.Address);
        Assert.Equal(7777, device.Port);
        Assert.Null(device.Version);
    }

    [Theory]
    [InlineData("Twin", "has 2 devices named 'Twin'; give the id of one: bf0000000000000000twin, bf1111111111111111twin")]
    [InlineData("Nobody", "no device with the id or name 'Nobody' among its 4")]
    [InlineData("Orphan", "no device with the id or name 'Orphan' among its 4. devices.json line 6")]
    public async Task Should_say_why_when_the_devices_file_does_not_help(string name, string sentence)
    {
        Assert.Equal(ExitCode.BadUsage, await _terminal.RunAsync("status", "--devices", DevicesFile(), "--id", name));
        Assert.Contains(sentence, _terminal.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_bring_the_gateway_along_when_the_device_is_behind_one()
    {
        var kid = await ReadAsync("--devices", DevicesFile(), "--id", "Kid", "--ip", "10.0.0.7");
        Assert.Equal("a4c1380000000001", kid.Cid);
        Assert.Equal([Id, "bf2222222222222222kid"], _fleet.Added.Select(d => d.Id.Value));
        Assert.Equal(IPAddress.Parse("10.0.0.7"), _fleet.Added[0].Address);
        Assert.False(_terminal.Setup!.Discovery);
    }

    [Fact]
    public async Task Should_look_for_the_device_when_no_address_is_known()
    {
        await ReadAsync("--id", Id, "--key", Key);
        Assert.True(_terminal.Setup!.Discovery);
    }

    public void Dispose() => _terminal.Dispose();

    private string DevicesFile() => _terminal.File("devices.json", Devices);

    private async Task<DeviceDefinition> ReadAsync(params string[] options)
    {
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync(["status", .. options]));
        return _fleet.Added[^1];
    }
}
