using TuyaActors.Device;

namespace TuyaActors.Tests.Device;

public sealed class IdleWatchSpecs
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Later = Now.AddMinutes(2);
    private readonly IdleWatch _watch = new(TimeSpan.FromSeconds(2));

    [Fact]
    public void Should_count_from_coming_online_when_nothing_ever_moved() =>
        Assert.Equal(Now.AddSeconds(2), _watch.IdleFrom(null, Now, Later));

    [Fact]
    public void Should_count_from_the_last_move()
    {
        _watch.Moved(null, Now.AddSeconds(5));
        _watch.Moved(null, Now.AddSeconds(6));
        Assert.Equal(Now.AddSeconds(8), _watch.IdleFrom(null, Now, Later));
    }

    [Fact]
    public void Should_count_from_coming_online_when_that_is_later()
    {
        _watch.Moved(null, Now);
        Assert.Equal(Now.AddSeconds(62), _watch.IdleFrom(null, Now.AddSeconds(60), Later));
    }

    [Fact]
    public void Should_watch_each_device_behind_the_gateway_by_itself()
    {
        _watch.Moved("a", Now.AddSeconds(9));
        Assert.Equal((Now.AddSeconds(11), Now.AddSeconds(2), Now.AddSeconds(2)),
            (_watch.IdleFrom("a", Now, Later), _watch.IdleFrom("b", Now, Later), _watch.IdleFrom(null, Now, Later)));
        _watch.Forget("a");
        Assert.Equal(Now.AddSeconds(2), _watch.IdleFrom("a", Now, Later));
    }

    [Fact]
    public void Should_take_what_lies_ahead_for_what_was_before_the_clock_was_set_back()
    {
        var back = Now.AddHours(-1);
        _watch.Moved(null, Now);
        Assert.True(_watch.IdleFrom(null, Now, back) <= back);
        _watch.Moved(null, back);
        Assert.Equal(back.AddSeconds(2), _watch.IdleFrom(null, Now, back.AddSeconds(1)));
    }
}
