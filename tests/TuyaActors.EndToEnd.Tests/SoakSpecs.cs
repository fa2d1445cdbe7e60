using System.Net;
using System.Text.Json;
using TuyaActors.Chaos.Soak;

namespace TuyaActors.EndToEnd;

/// <summary><c>tools/soak</c> in small. Alone: it counts what the whole process holds.</summary>
[Collection(nameof(Alone))]
public sealed class SoakSpecs
{
    private static SoakOptions Small(string? json = null)
    {
        var usual = new SoakOptions();
        return usual with
        {
            Chaos = usual.Chaos with
            {
                Devices = 8,
                Seed = 3,
                Length = TimeSpan.FromSeconds(4),
                MeanSound = TimeSpan.FromSeconds(1),
                Fault = (TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(0.5)),
                Workers = 4,
                Pause = TimeSpan.FromMilliseconds(50),
                Deadline = (TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1)),
                AnnounceInterval = TimeSpan.FromMilliseconds(300),
                FirstAddress = IPAddress.Parse("127.91.0.1"),
            },
            Sample = TimeSpan.FromMilliseconds(100),
            Subscribers = 4,
            Stay = TimeSpan.FromMilliseconds(500),
            Definition = TimeSpan.FromMilliseconds(100),
            Json = json,
        };
    }

    [Fact]
    public async Task Should_load_a_fleet_whose_devices_live_elsewhere_and_sample_what_it_holds()
    {
        using var hang = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var result = await new SoakRun(Small(file), TextWriter.Null).RunAsync(hang.Token);

            // Whether so short a run is flat is no question.
            Assert.True(result.Troubles.Count == 0, string.Join('\n', result.Troubles));
            Assert.NotEmpty(result.Faults);
            Assert.Contains("Confirmed", result.Outcomes.Keys);
            Assert.All(result.Load.Values, amount => Assert.True(amount > 0));
            Assert.All(result.Samples, sample => Assert.True(sample is { ResidentMegabytes: > 0, ManagedMegabytes: > 0, Handles: > 0, Threads: > 0, DatabaseMegabytes: > 0 }));
            Assert.Contains(result.Samples, sample => sample.Actors > 8);
            Assert.True(result.Samples[^1].LiveMegabytes > 0);
            using var written = JsonDocument.Parse(await File.ReadAllBytesAsync(file, hang.Token));
            Assert.Equal(result.Samples.Count, written.RootElement.GetProperty("result").GetProperty("samples").GetArrayLength());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Should_judge_what_there_is_when_it_is_ended_early()
    {
        using var end = new CancellationTokenSource();
        var usual = Small();
        // The first word that the load has begun ends it.
        var result = await new SoakRun(usual with { Chaos = usual.Chaos with { Length = TimeSpan.FromHours(1) } }, new EndAtFirstLine(end)).RunAsync(end.Token);

        Assert.NotEmpty(result.Samples);
        Assert.Empty(result.Troubles);
        Assert.Contains(result.Wrong, wrong => wrong.Contains("cannot be judged", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Should_refuse_at_once_a_file_that_cannot_be_written()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName(), "soak.json");

        var refused = await Assert.ThrowsAsync<IOException>(() => new SoakRun(Small(file), TextWriter.Null).RunAsync(CancellationToken.None));

        Assert.StartsWith($"--json: '{file}' cannot be written: ", refused.Message, StringComparison.Ordinal);
    }

    private sealed class EndAtFirstLine(CancellationTokenSource end) : StringWriter
    {
        public override async Task WriteLineAsync(string? value) => await end.CancelAsync();
    }
}
