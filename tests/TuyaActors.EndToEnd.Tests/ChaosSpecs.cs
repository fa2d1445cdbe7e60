using System.Net;
using TuyaActors.Chaos.Chaos;
using TuyaActors.Chaos.Storm;
using TuyaActors.Simulator.Faults;

namespace TuyaActors.EndToEnd;

/// <summary>Short runs of what tools/chaos does at length. Alone: it counts the sockets of the whole process.</summary>
[Collection(nameof(Alone))]
public sealed class ChaosSpecs
{
    private const string ShortWaits =
        """
        tuya {
          command-timeout = 5s
          confirm-after = 300ms
          connection { connect-timeout = 1s, greeting-timeout = 1s, listen-first = 100ms, heartbeat-interval = 500ms, heartbeat-timeout = 500ms }
          reconnect { first = 100ms, max = 500ms, start-jitter = 0s, recheck-refused = 1s }
        }
        """;

    [Fact]
    public async Task Should_end_every_command_once_and_know_every_device_after_all_kinds_of_faults()
    {
        using var hang = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        var options = new ChaosOptions
        {
            Devices = 40,
            Seed = 5,
            Length = TimeSpan.FromSeconds(8),
            MeanSound = TimeSpan.FromSeconds(3),
            Fault = (TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(2)),
            Workers = 16,
            Pause = TimeSpan.FromMilliseconds(50),
            Deadline = (TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(3)),
            AnnounceInterval = TimeSpan.FromMilliseconds(300),
            FirstAddress = IPAddress.Parse("127.84.0.1"),
            Hocon = ShortWaits,
            // How long it takes is the machine's to say.
            Recovery = null,
            Patience = TimeSpan.FromMinutes(1),
        };

        var result = await new ChaosRun(options, TextWriter.Null).RunAsync(hang.Token);

        Assert.True(result.Wrong.Count == 0, $"seed {result.Seed}:\n{string.Join('\n', result.Wrong)}");
        Assert.Superset(new HashSet<string>(RandomFaults.Kinds), new HashSet<string>(result.Faults.Keys));
        Assert.Contains("Confirmed", result.Outcomes.Keys);
        Assert.True(result.Reports > 0);
    }

    [Fact]
    public async Task Should_come_back_together_without_a_storm()
    {
        using var hang = new CancellationTokenSource(TimeSpan.FromMinutes(2));

        // Short waits between attempts, and patience within them: who is given up on a slow machine is no storm.
        var result = await StormRun.RunAsync(
            40, budget: 8, away: TimeSpan.Zero, IPAddress.Parse("127.85.0.1"), "tuya.reconnect { first = 100ms, max = 500ms, start-jitter = 0s }", hang.Token);

        Assert.True(result.Wrong.Count == 0, string.Join('\n', result.Wrong));
        Assert.InRange(result.PeakAtDevices, 1, 8);
    }
}
