using TuyaActors.Chaos.Soak;

namespace TuyaActors.EndToEnd;

public sealed class SoakVerdictSpecs
{
    private const string BesideHeap = "memory beside the heap";

    private static readonly string[] Judged = ["resident memory", BesideHeap, "live managed memory", "handles", "threads", "actors"];

    [Fact]
    public void Should_call_a_fleet_flat_that_only_sways()
    {
        var trends = SoakVerdict.Judge(Hour((sample, i) => sample with
        {
            ResidentMegabytes = 150 + 8 * Math.Sin(i),
            Handles = 600 + i * 7 % 30,
            Actors = 640 - i * 3 % 20,
            Threads = 20 + i % 5,
        }));

        Assert.All(trends, trend => Assert.Null(trend.Wrong));
        Assert.Equal(Judged, trends.Where(t => t.Allowed is not null).Select(t => t.Name));
    }

    [Theory]
    [InlineData("resident memory")]
    [InlineData(BesideHeap)]
    [InlineData("live managed memory")]
    [InlineData("handles")]
    [InlineData("threads")]
    [InlineData("actors")]
    public void Should_name_what_grows_and_only_that(string what)
    {
        // A tenth of what there was at the beginning in an hour, and 25 threads.
        var trends = SoakVerdict.Judge(Hour((sample, i) => what switch
        {
            // Garbage, or what takes its place.
            "resident memory" => sample with { ResidentMegabytes = 150 + 15 * i / 360.0 + 5 * Math.Sin(i), HeapMegabytes = 35 + 15 * i / 360.0 },
            BesideHeap => sample with { HeapMegabytes = 35 - 15 * i / 360.0 },
            "live managed memory" => sample with { LiveMegabytes = sample.LiveMegabytes + 3 * i / 360.0 },
            "handles" => sample with { Handles = 600 + 60 * i / 360 + i * 7 % 20 },
            "threads" => sample with { Threads = 20 + 25 * i / 360 },
            _ => sample with { Actors = 640 + 64 * i / 360 },
        }));

        var grows = Assert.Single(trends, t => t.Wrong is not null);
        Assert.Equal(what, grows.Name);
        Assert.StartsWith($"{what} grew by ", grows.Wrong, StringComparison.Ordinal);
        Assert.True(grows.Last > grows.First);
    }

    [Fact]
    public void Should_say_by_how_much_in_an_hour_and_what_was_allowed()
    {
        var trends = SoakVerdict.Judge(Hour((sample, i) => sample with { Handles = 595 + i }));

        Assert.Equal(
            "handles grew by 360.0 an hour: 270.0 in the 45.0 min that are judged, where 41.0 are allowed, 5 % of its median 820.0",
            Assert.Single(trends, t => t.Wrong is not null).Wrong);
    }

    [Fact]
    public void Should_leave_out_the_warming_up()
    {
        var trends = SoakVerdict.Judge(Hour((sample, i) => i < 90 ? sample with { ResidentMegabytes = i, Handles = i, LiveMegabytes = i / 10.0 } : sample));

        Assert.All(trends, trend => Assert.Null(trend.Wrong));
        Assert.Equal((150, 115), (trends[0].First, trends[1].First));
    }

    [Fact]
    public void Should_call_flat_what_falls() =>
        Assert.All(SoakVerdict.Judge(Hour((sample, i) => sample with { ResidentMegabytes = 500 - i, Handles = 1000 - i, Actors = 1000 - i })), t => Assert.Null(t.Wrong));

    [Fact]
    public void Should_allow_a_small_fleet_a_little_more() =>
        Assert.All(SoakVerdict.Judge(Hour((sample, i) => sample with { LiveMegabytes = 5 + 0.9 * i / 360, Handles = 100 + i * 15 / 360, Actors = 50 + i * 15 / 360, Threads = 10 + i * 4 / 360 })), t => Assert.Null(t.Wrong));

    [Fact]
    public void Should_see_a_leak_of_what_is_sampled_rarely()
    {
        var trends = SoakVerdict.Judge(Hour((sample, i) => sample with { LiveMegabytes = i % 36 == 0 ? 30 + i / 36.0 : null }));

        Assert.Equal("live managed memory", Assert.Single(trends, t => t.Wrong is not null).Name);
    }

    [Fact]
    public void Should_not_call_flat_what_it_has_too_few_samples_of()
    {
        foreach (var samples in (IReadOnlyList<SoakSample>[])[[], [.. Hour((s, _) => s).Take(1)]])
        {
            var trends = SoakVerdict.Judge(samples);
            Assert.Equal(Judged, trends.Where(t => t.Wrong?.Contains("cannot be judged", StringComparison.Ordinal) == true).Select(t => t.Name));
        }

        var rarely = SoakVerdict.Judge(Hour((sample, i) => sample with { LiveMegabytes = i is 100 or 359 ? 30 : null }));
        Assert.Equal(
            "live managed memory cannot be judged: of 3 samples that it takes after the warm-up there are 2",
            Assert.Single(rarely, t => t.Wrong is not null).Wrong);
    }

    [Fact]
    public void Should_tell_totals_by_the_minute()
    {
        var trends = SoakVerdict.Judge(Hour((sample, i) => sample with { Commands = i * 100, Collections = [i * 6, i * 2, i] }));

        Assert.Equal(600, trends.Single(t => t.Name == "commands").First, 6);
        Assert.Equal(6, trends.Single(t => t.Name == "collections of gen 2").Last, 6);
        Assert.All(trends.Where(t => t.IsTotal), t => Assert.Null(t.Allowed));
    }

    private static IReadOnlyList<SoakSample> Hour(Func<SoakSample, int, SoakSample> change) =>
    [
        .. Enumerable.Range(0, 361).Select(i => change(
            new SoakSample
            {
                Seconds = i * 10,
                ResidentMegabytes = 150,
                ManagedMegabytes = 40,
                HeapMegabytes = 35,
                LiveMegabytes = 30,
                Collections = [i, i, i],
                Handles = 600,
                Threads = 20,
                Actors = 640,
                ProcessorSeconds = i,
                DatabaseMegabytes = 4,
                Online = 280,
                Commands = i,
                Reports = i,
            },
            i)),
    ];
}
