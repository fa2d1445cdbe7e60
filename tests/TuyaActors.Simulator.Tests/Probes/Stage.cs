using TuyaActors.Protocol;
using TuyaActors.Simulator.Profiles;

namespace TuyaActors.Simulator.Tests.Probes;

/// <summary>A running simulator with a clock that stands still, and nothing on UDP: what happens is what the test does.</summary>
internal sealed class Stage : IAsyncDisposable
{
    public Stage(bool quiet = true)
        => Simulator = new TuyaSimulator(new SimulatorOptions { Time = Time, Announce = false, Quiet = quiet });

    public ManualTime Time { get; } = new();

    public TuyaSimulator Simulator { get; }

    /// <summary>Every version with every profile.</summary>
    public static TheoryData<ProtocolVersion, string> VersionsAndProfiles
    {
        get
        {
            var data = new TheoryData<ProtocolVersion, string>();
            foreach (var version in ProtocolVersions.All)
            {
                foreach (var profile in DeviceProfile.All)
                {
                    data.Add(version, profile.Kind);
                }
            }

            return data;
        }
    }

    public static TheoryData<ProtocolVersion> Versions => [.. ProtocolVersions.All];

    public static TheoryData<ProtocolVersion> SessionVersions => [.. ProtocolVersions.All.Where(version => version.NeedsSession())];

    public static async Task<(Stage Stage, SimulatedDevice Device)> WithAsync(SimulatedDeviceOptions options, bool quiet = true)
    {
        var stage = new Stage(quiet);
        var device = stage.Simulator.Add(options with { Port = 0 });
        await stage.Simulator.StartAsync();
        return (stage, device);
    }

    public static Task<(Stage Stage, SimulatedDevice Device)> WithPlugAsync(ProtocolVersion version, bool quiet = true)
        => WithAsync(new SimulatedDeviceOptions { Version = version }, quiet);

    /// <summary>Ends waiting for something that never comes; not for measuring time.</summary>
    public static CancellationToken Deadline => new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token;

    public static DeviceProfile Profile(string kind) => DeviceProfile.All.Single(profile => profile.Kind == kind);

    public ValueTask DisposeAsync() => Simulator.DisposeAsync();
}
