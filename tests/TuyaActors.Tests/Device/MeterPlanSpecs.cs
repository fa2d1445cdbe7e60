using System.Collections.Immutable;
using TuyaActors.Device;
using TuyaActors.Protocol;
using TuyaActors.Settings;

namespace TuyaActors.Tests.Device;

public sealed class MeterPlanSpecs
{
    private static readonly RefreshSettings Settings = new([4, 5, 6, 18, 19, 20], Seconds(5), Seconds(60), Seconds(30), Ceiling: 20);
    private static readonly DpSet Meter = DpSet.Of((18, 260), (19, 600), (20, 2300));
    private static readonly ImmutableHashSet<int> Power = [19];
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly HashSet<string> _without = [];

    [Fact]
    public void Should_refresh_slowly_what_nobody_looks_at() => Assert.Equal([60, 120, 180], Run(Plan(), 200));

    [Fact]
    public void Should_refresh_fast_while_somebody_subscribes_to_such_a_dp()
    {
        var plan = Plan();
        plan.Watched(null, Power);
        Assert.Equal([5, 10, 15, 20], Run(plan, 22));
        plan.Watched(null, []);
        Assert.Equal([80], Run(plan, 100, from: 23));
    }

    [Fact]
    public void Should_take_no_notice_of_subscriptions_to_other_dps()
    {
        var plan = Plan();
        plan.Watched(null, [1, 4]);
        Assert.Equal([60], Run(plan, 100));
    }

    [Fact]
    public void Should_refresh_fast_for_a_while_after_a_command_but_not_at_once()
    {
        var plan = Plan();
        plan.Commanded(null, At(20));
        Assert.Equal([25, 30, 35, 40, 45, 50, 110], Run(plan, 115, from: 20));
    }

    [Fact]
    public void Should_not_ask_what_reports_of_itself()
    {
        var plan = Plan();
        for (var second = 10; second < 300; second += 10)
        {
            plan.Reported(null, Meter, At(second));
            Assert.Null(plan.Take(At(second + 9)));
        }
    }

    public static TheoryData<DpSet> NoMeters => [DpSet.Of((20, true), (21, "white"), (22, 500)), DpSet.Of((1, true), (4, "led"), (5, 900), (6, 0)), DpSet.Of((18, "a"), (19, "b"), (20, "c"))];

    [Theory]
    [MemberData(nameof(NoMeters))]
    public void Should_leave_alone_what_is_no_meter(DpSet dps)
    {
        var plan = new MeterPlan(Settings, _without);
        plan.Reported(null, dps, Start);
        plan.Watched(null, [.. Settings.Dps]);
        plan.Commanded(null, Start);
        Assert.Null(plan.Next);
        Assert.Null(plan.Take(At(1000)));
    }

    [Fact]
    public void Should_take_a_device_for_a_meter_when_its_values_came_in_parts()
    {
        var plan = new MeterPlan(Settings, _without);
        foreach (var (id, value) in Meter)
            plan.Reported(null, DpSet.Empty.With(id, value), Start);
        Assert.Equal([18, 19, 20], plan.Take(At(61))!.Value.Dps.ToArray());
    }

    [Fact]
    public void Should_be_content_with_the_one_dp_that_is_configured()
    {
        var plan = new MeterPlan(Settings with { Dps = [101] }, _without);
        plan.Reported(null, DpSet.Of((101, 7)), Start);
        Assert.Equal(At(60), plan.Next);
    }

    [Theory]
    [InlineData(5, 0, 0)]
    [InlineData(0, 60, 1)]
    [InlineData(0, 0, 0)]
    public void Should_leave_out_what_is_switched_off(int fast, int slow, int expected)
    {
        var plan = new MeterPlan(Settings with { Fast = Seconds(fast), Slow = Seconds(slow) }, _without);
        plan.Reported(null, Meter, Start);
        Assert.Equal(expected, Run(plan, 100).Count);
    }

    [Fact]
    public void Should_count_from_now_on_when_the_clock_was_set_back()
    {
        var plan = Plan();
        Assert.NotNull(plan.Take(At(60)));
        plan.Sent(null, 7, At(60));
        plan.Commanded(null, At(60));

        plan.NoteClock(At(-3600));

        Assert.Equal(At(-3600) + MeterPlan.Patience, plan.Next);
        plan.Reported(null, Meter, At(-3599));
        Assert.Equal([4, 9, 14, 19, 24, 84], Run(plan, 90 - 3598, from: -3598).ConvertAll(second => second + 3598));
    }

    [Fact]
    public void Should_never_pass_the_ceiling_whatever_happens()
    {
        var random = new Random(17);
        var plan = new MeterPlan(Settings with { Fast = TimeSpan.FromMilliseconds(1) }, _without);
        string?[] cids = [null, .. Enumerable.Range(0, 20).Select(i => $"c{i}")];
        var times = new List<DateTimeOffset>();
        var served = new HashSet<string>();
        var now = Start;
        foreach (var cid in cids)
            plan.Reported(cid, Meter, now);
        for (var step = 0; step < 20_000; step++)
        {
            now += TimeSpan.FromMilliseconds(random.Next(1, 100));
            var cid = cids[random.Next(cids.Length)];
            switch (random.Next(5))
            {
                case 0:
                    plan.Watched(cid, random.Next(2) == 0 ? Power : []);
                    break;
                case 1:
                    plan.Commanded(cid, now);
                    break;
                case 2:
                    plan.Reported(cid, DpSet.Of((19, random.Next(100))), now);
                    break;
                case 3:
                    plan.Answered(null, refused: random.Next(100) == 0);
                    break;
                default:
                    plan.Expire(now, now);
                    break;
            }

            while (plan.Take(now) is { } turn)
            {
                times.Add(now);
                served.Add(turn.Cid ?? "");
                if (!turn.ByQuery)
                    plan.Sent(turn.Cid, (uint)times.Count, now);
            }
        }

        Assert.True(times.Count > 200, $"{times.Count} refreshes");
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.Second - pair.First >= Seconds(3), $"{pair}"));
        Assert.Equal(cids.Length, served.Count); // nobody starves
    }

    [Fact]
    public void Should_learn_from_a_refusal()
    {
        var plan = Plan();
        Assert.False(Send(plan, 60).ByQuery);
        Assert.True(plan.Answered(7, refused: true));
        Assert.Equal([""], _without);
        Assert.Equal(At(63), plan.Next); // the query for it, as soon as the ceiling lets it
        Assert.True(plan.Take(At(63))!.Value.ByQuery);
        Assert.True(plan.Take(At(123))!.Value.ByQuery);
    }

    [Fact]
    public void Should_learn_from_silence_when_it_is_not_the_connections()
    {
        var plan = Plan();
        Send(plan, 60);
        Assert.Equal(At(63), plan.Next);
        Assert.False(plan.Expire(At(63), heardAt: At(62)));
        Assert.True(plan.Take(At(63))!.Value.ByQuery);
        Send(plan, 123);
        Assert.True(plan.Expire(At(126), heardAt: At(125)));
        Assert.Equal([""], _without);
    }

    [Fact]
    public void Should_not_learn_from_a_dead_connection()
    {
        var plan = Plan();
        for (var second = 60; second < 1000; second += 100)
        {
            Send(plan, second);
            Assert.False(plan.Expire(At(second + 3), heardAt: At(second - 1)));
            Assert.True(plan.Take(At(second + 3))!.Value.ByQuery);
        }

        Assert.Empty(_without);
    }

    [Fact]
    public void Should_ask_when_it_was_acknowledged_and_brought_nothing_and_go_on_with_it()
    {
        var plan = Plan();
        for (var second = 60; second < 1000; second += 100)
        {
            Send(plan, second);
            Assert.False(plan.Answered(null, refused: false));
            Assert.False(plan.Expire(At(second + 3), heardAt: At(second + 1)));
            Assert.True(plan.Take(At(second + 3))!.Value.ByQuery);
        }

        Assert.Empty(_without);
    }

    [Fact]
    public void Should_be_content_with_a_report_of_a_part()
    {
        var plan = Plan();
        Send(plan, 60);
        plan.Reported(null, DpSet.Of((19, 601)), At(61));
        Assert.False(plan.Expire(At(63), At(61)));
        Assert.Equal(At(120), plan.Next);
    }

    [Fact]
    public void Should_begin_anew_with_a_new_connection()
    {
        var plan = Plan();
        Send(plan, 60);
        plan.Connected(At(62));
        Assert.False(plan.Answered(7, refused: true));
        Assert.Equal(At(122), plan.Next);
    }

    private static MeterTurn Send(MeterPlan plan, int second)
    {
        var turn = plan.Take(At(second));
        Assert.NotNull(turn);
        plan.Sent(turn.Value.Cid, 7, At(second));
        return turn.Value;
    }

    private MeterPlan Plan()
    {
        var plan = new MeterPlan(Settings, _without);
        plan.Reported(null, Meter, Start);
        return plan;
    }

    // Every refresh is answered at once.
    private static List<int> Run(MeterPlan plan, int until, int from = 1)
    {
        var seconds = new List<int>();
        for (var second = from; second <= until; second++)
        {
            if (plan.Take(At(second)) is not { } turn)
                continue;
            seconds.Add(second);
            plan.Sent(turn.Cid, 1, At(second));
            plan.Reported(turn.Cid, Meter, At(second));
        }

        return seconds;
    }

    private static DateTimeOffset At(double second) => Start + Seconds(second);

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
