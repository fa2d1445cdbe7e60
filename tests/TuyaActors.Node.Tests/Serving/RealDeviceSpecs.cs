using System.Globalization;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Tests.Probes;
using TuyaActors.Protocol;
using TuyaActors.Simulator;

namespace TuyaActors.Node.Tests.Serving;

/// <summary>The one-shot commands against simulated devices, with nothing in between replaced.</summary>
public sealed class RealDeviceSpecs : IAsyncLifetime, IDisposable
{
    private static readonly LocalKey WrongKey = LocalKey.Parse("wrong-wrong-1234");

    private readonly Terminal _terminal = new();
    private readonly TuyaSimulator _simulator = new(new SimulatorOptions { Announce = false, Quiet = true });

    public static TheoryData<ProtocolVersion> Versions { get; } = [.. ProtocolVersions.All];

    public async Task InitializeAsync()
    {
        foreach (var version in ProtocolVersions.All)
        {
            _simulator.Add(new SimulatedDeviceOptions { Version = version, Port = 0 });
        }

        await _simulator.StartAsync();
    }

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    public void Dispose() => _terminal.Dispose();

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Should_switch_a_device_and_a_second_client_sees_it(ProtocolVersion version)
    {
        var device = _simulator.Devices.Single(d => d.Version == version);
        var wanted = !device.State[1].AsBoolean();
        var letGo = device.NextAsync<DeviceActivity.ClientLeft>();
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync(["set", $"1={(wanted ? "true" : "false")}", .. Options(device, device.Key)]));
        Assert.Equal(wanted, device.State[1].AsBoolean());
        await letGo;

        letGo = device.NextAsync<DeviceActivity.ClientLeft>();
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync(["get", "1", .. Options(device, device.Key)]));
        Assert.Equal(wanted ? "true" : "false", _terminal.OutLines[^1]);
        await letGo;
        Assert.Equal(0, device.RejectedConnections);
    }

    [Theory]
    [InlineData(ProtocolVersion.V32)]
    [InlineData(ProtocolVersion.V33)]
    [InlineData(ProtocolVersion.V34)]
    [InlineData(ProtocolVersion.V35)]
    public async Task Should_say_that_the_key_is_wrong_when_it_is(ProtocolVersion version)
    {
        var device = _simulator.Devices.Single(d => d.Version == version);
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync(["set", "1=true", .. Options(device, WrongKey)]));
        Assert.Contains("diagnosis: KeyRejected", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_suspect_the_key_when_3_1_answers_questions_and_no_command()
    {
        var device = _simulator.Devices.Single(d => d.Version == ProtocolVersion.V31);
        var other = device.State[1].AsBoolean() ? "false" : "true";
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync(["set", $"1={other}", "--timeout", "1", .. Options(device, WrongKey)]));
        Assert.Contains("or the key is wrong", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_say_that_nothing_listens_when_the_device_is_off()
    {
        var device = _simulator.Devices[2];
        device.Kill();
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync(["status", .. Options(device, device.Key)]));
        Assert.Contains("diagnosis: Refused (tinytuya's 901)", _terminal.Error, StringComparison.Ordinal);
        Assert.Empty(_terminal.Out);
    }

    private static string[] Options(SimulatedDevice device, LocalKey key) =>
    [
        "--id", device.Id,
        $"--key={key.Reveal()}",
        "--ip", device.EndPoint.Address.ToString(),
        "--port", device.EndPoint.Port.ToString(CultureInfo.InvariantCulture),
        "--version", device.Version.ToText(),
    ];
}
