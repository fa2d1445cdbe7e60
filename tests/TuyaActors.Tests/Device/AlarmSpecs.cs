using TuyaActors.Device;

namespace TuyaActors.Tests.Device;

public sealed class AlarmSpecs
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private Alarm _alarm;

    [Fact]
    public void Should_be_set_for_the_first_of_several_and_left_for_those_that_come_later()
    {
        Assert.Equal(Seconds(5), _alarm.Set(Now + Seconds(5), Now));
        Assert.Null(_alarm.Set(Now + Seconds(5), Now + Seconds(1)));
        Assert.Null(_alarm.Set(Now + Seconds(7), Now + Seconds(1)));
        Assert.Equal(Seconds(2), _alarm.Set(Now + Seconds(3), Now + Seconds(1)));
    }

    [Fact]
    public void Should_be_set_anew_once_it_has_ended()
    {
        _alarm.Set(Now + Seconds(5), Now);
        _alarm.Ended();
        Assert.Equal(Seconds(2), _alarm.Set(Now + Seconds(7), Now + Seconds(5)));
    }

    [Fact]
    public void Should_ring_at_once_for_what_is_due()
    {
        Assert.Equal(TimeSpan.Zero, _alarm.Set(Now, Now));
        _alarm.Ended();
        Assert.Equal(TimeSpan.Zero, _alarm.Set(Now - Seconds(1), Now));
    }

    [Fact]
    public void Should_not_be_set_anew_again_and_again_for_what_is_due_already()
    {
        Assert.Equal(TimeSpan.Zero, _alarm.Set(Now, Now));
        Assert.Null(_alarm.Set(Now, Now + Seconds(0.01)));
        Assert.Null(_alarm.Set(Now - Seconds(1), Now + Seconds(5)));
        _alarm.Ended();
        Assert.Equal(TimeSpan.Zero, _alarm.Set(Now, Now + Seconds(5)));
    }

    [Fact]
    public void Should_wait_for_nothing_where_there_is_nothing() => Assert.Null(_alarm.Set(null, Now));

    [Fact]
    public void Should_not_trust_a_timer_that_would_have_rung_by_now()
    {
        _alarm.Set(Now + Seconds(3600), Now);
        var forward = Now + Seconds(7200);
        Assert.Equal(Seconds(5), _alarm.Set(forward + Seconds(5), forward));
    }

    [Fact]
    public void Should_be_set_for_what_is_earlier_after_the_clock_was_set_back()
    {
        _alarm.Set(Now + Seconds(5), Now);
        var back = Now - Seconds(600);
        Assert.Equal(Seconds(5), _alarm.Set(back + Seconds(5), back));
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
