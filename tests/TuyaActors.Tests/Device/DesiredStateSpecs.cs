using TuyaActors.Device;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Tests.Device;

public sealed class DesiredStateSpecs
{
    private static readonly DateTimeOffset Soon = new(2026, 1, 1, 0, 0, 5, TimeSpan.Zero);
    private static readonly DateTimeOffset Later = Soon.AddMinutes(1);

    [Fact]
    public void Should_list_wishes_by_dp()
    {
        var desired = DesiredState.Empty.Wish(DpSet.Of((20, true), (1, "x")), Soon, 1);
        Assert.Equal([new DesiredDp(1, "x", Soon), new DesiredDp(20, true, Soon)], desired.All.ToArray());
    }

    [Fact]
    public void Should_replace_an_earlier_wish_for_the_same_dp()
    {
        var desired = DesiredState.Empty.Wish(DpSet.Of((1, 10), (2, 1)), Soon, 1).Wish(DpSet.Of((1, 20)), Later, 2);
        Assert.Equal([new DesiredDp(1, 20, Later), new DesiredDp(2, 1, Soon)], desired.All.ToArray());
    }

    [Fact]
    public void Should_drop_what_a_report_fulfils_and_keep_the_rest()
    {
        var desired = DesiredState.Empty.Wish(DpSet.Of((1, true), (2, 50)), Soon, 1).Settled(DpSet.Of((1, true), (2, 49), (9, 1)));
        Assert.Equal([new DesiredDp(2, 50, Soon)], desired.All.ToArray());
    }

    [Fact]
    public void Should_keep_a_later_wish_when_the_command_of_an_earlier_one_ends()
    {
        var desired = DesiredState.Empty.Wish(DpSet.Of((1, 10)), Soon, 1).Wish(DpSet.Of((1, 20)), Later, 2).Ended(1);
        Assert.Equal([new DesiredDp(1, 20, Later)], desired.All.ToArray());
    }

    [Fact]
    public void Should_keep_an_equal_wish_of_another_command_when_one_ends()
    {
        var desired = DesiredState.Empty.Wish(DpSet.Of((1, true), (2, 5)), Soon, 1).Wish(DpSet.Of((1, true)), Later, 2).Ended(1);
        Assert.Equal([new DesiredDp(1, true, Later)], desired.All.ToArray());
        Assert.Empty(desired.Ended(2).All);
    }

    [Fact]
    public void Should_be_itself_when_nothing_is_settled()
    {
        var desired = DesiredState.Empty.Wish(DpSet.Of((1, 10)), Soon, 1);
        Assert.Same(desired, desired.Settled(DpSet.Of((2, 10))));
        Assert.Same(desired, desired.Ended(2));
        Assert.Same(DesiredState.Empty, DesiredState.Empty.Settled(DpSet.Of((2, 10))));
        Assert.Empty(DesiredState.Empty.All);
    }
}
