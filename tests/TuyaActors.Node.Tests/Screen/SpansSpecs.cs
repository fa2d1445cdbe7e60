using TuyaActors.Node.Screen;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Screen;

public sealed class SpansSpecs
{
    [Theory]
    [InlineData(-5, "0 s")]
    [InlineData(0, "0 s")]
    [InlineData(119, "119 s")]
    [InlineData(120, "2 min")]
    [InlineData(7199, "120 min")]
    [InlineData(7200, "2 h")]
    [InlineData(172_799, "48 h")]
    [InlineData(172_800, "2 d")]
    [InlineData(31_536_000, "365 d")]
    public void Should_say_a_span_in_the_unit_that_fits(int seconds, string text) => Assert.Equal(text, Spans.Of(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Should_say_the_day_only_when_it_is_another()
    {
        var clock = new ManualTime();
        Assert.Equal("08:30:00", Spans.Clock(Snapshots.Now.AddHours(-3.5), clock));
        Assert.Equal("2026-02-28 23:00:00", Spans.Clock(Snapshots.Now.AddHours(-13), clock));
    }
}
