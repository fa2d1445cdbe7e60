using TuyaActors.Device;

namespace TuyaActors.Tests.Device;

public sealed class CatchUpSpecs
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly CatchUp _catchUp = new();

    private static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);

    [Fact]
    public void Should_ask_once_for_what_broke_in_one_moment()
    {
        _catchUp.Missed(null, At(0));
        _catchUp.Missed(null, At(1));

        Assert.Equal(At(2), _catchUp.Next);
        Assert.Empty(_catchUp.Take(At(1.9)));
        Assert.Equal([null], _catchUp.Take(At(2)));
        Assert.Null(_catchUp.Next);
    }

    [Fact]
    public void Should_ask_again_with_longer_waits_and_give_up_in_the_end()
    {
        var waits = new List<double>();
        for (var now = Start; ;)
        {
            _catchUp.Unanswered("child", now);
            if (_catchUp.Next is not { } next)
                break;
            waits.Add(Math.Round((next - now).TotalSeconds, 1));
            now = next;
            Assert.Equal(["child"], _catchUp.Take(next));
        }

        Assert.Equal([2, 3.6, 6.5, 11.7, 21, 37.8], waits);
    }

    [Fact]
    public void Should_owe_nothing_once_the_values_have_come_and_begin_with_short_waits_again()
    {
        _catchUp.Unanswered(null, At(0));
        _catchUp.Unanswered(null, At(0));
        _catchUp.Answered(null);
        Assert.Null(_catchUp.Next);

        _catchUp.Unanswered(null, At(0));
        Assert.Equal(At(2), _catchUp.Next);
    }

    [Fact]
    public void Should_take_up_a_device_again_that_was_given_up_when_something_of_it_breaks()
    {
        for (var i = 0; i <= CatchUp.MostTries; i++)
            _catchUp.Unanswered(null, At(0));
        Assert.Null(_catchUp.Next);

        _catchUp.Missed(null, At(10));

        Assert.Equal(At(12), _catchUp.Next);
    }

    [Fact]
    public void Should_wait_no_longer_than_ever_when_the_clock_was_set_back()
    {
        _catchUp.Unanswered("child", At(0));
        _catchUp.Unanswered("child", At(0));
        _catchUp.NoteClock(At(1));
        Assert.Equal(At(3.6), _catchUp.Next);

        _catchUp.NoteClock(At(-3600));

        Assert.Equal(At(-3600 + 3.6), _catchUp.Next);
    }

    [Fact]
    public void Should_keep_children_apart_and_forget_all_with_the_connection()
    {
        _catchUp.Missed("a", At(0));
        _catchUp.Missed("b", At(1));
        _catchUp.Answered("a");
        Assert.Equal(At(3), _catchUp.Next);

        _catchUp.Begin();

        Assert.Null(_catchUp.Next);
    }
}
