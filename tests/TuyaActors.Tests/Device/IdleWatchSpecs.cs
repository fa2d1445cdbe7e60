using TuyaActors.Device;

namespace TuyaActors.Tests.Device;

public sealed class IdleWatchSpecs
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly IdleWatch _watch = new(TimeSpan.FromSeconds(2));

    [Fact]
    public void Should_count_from_coming_online_when_nothing_ever_moved() =>
        Assert.Equal(Now.AddSeconds(2), _watch.IdleFrom(null, onlineSince: Now));

    [Fact]
    public void Should_count_from_the_last_move()
    {
        _watch.Moved(null, Now.AddSeconds(5));
        _watch.Moved(null, Now.AddSeconds(6));
        Assert.Equal(Now.AddSeconds(8), _watch.IdleFrom(null, onlineSince: Now));
    }

    [Fact]
    public void Should_count_from_coming_online_when_that_is_later()
    {
        _watch.Moved(null, Now);
        Assert.Equal(Now.AddSeconds(62), _watch.IdleFrom(null, onlineSince: Now.AddSeconds(60)));
    }

    [Fact]
    public void Should_watch_each_device_behind_the_gateway_by_itself()
    {
        _watch.Moved("a", Now.AddSeconds(9));
        Assert.Equal((Now.AddSeconds(11), Now.AddSeconds(2), Now.AddSeconds(2)),
            (_watch.IdleFrom("a", Now), _watch.IdleFrom("b", Now), _watch.IdleFrom(null, Now)));
        _watch.Forget("a");
        Assert.Equal(Now.AddSeconds(2), _watch.IdleFrom("a", Now));
    }
}
