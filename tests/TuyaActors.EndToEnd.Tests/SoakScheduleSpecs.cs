using TuyaActors.Chaos.Soak;

namespace TuyaActors.EndToEnd;

public sealed class SoakScheduleSpecs
{
    [Theory]
    [InlineData(3600, 10, 20)]
    [InlineData(3600, 7, 20)]
    [InlineData(480, 10, 10)]
    [InlineData(4, 0.1, 10)]
    public void Should_have_as_many_checkpoints_as_were_wanted_and_the_first_at_the_beginning(double length, double sample, int checkpoints)
    {
        var plan = SoakSchedule.Of(Options(length, sample, checkpoints)).ToList();
        Assert.True(plan[0].IsCheckpoint);
        Assert.Equal(checkpoints, plan.Count(p => p.IsCheckpoint));
        Assert.Equal((int)Math.Ceiling(length / sample), plan.Count);
        Assert.All(plan.Zip(plan.Skip(1)), pair => Assert.Equal(TimeSpan.FromSeconds(sample), pair.Second.At - pair.First.At));
    }

    [Fact]
    public void Should_make_each_sample_a_checkpoint_where_there_are_fewer_samples()
    {
        var plan = SoakSchedule.Of(Options(length: 30, sample: 10, checkpoints: 20)).ToList();
        Assert.Equal(3, plan.Count);
        Assert.All(plan, p => Assert.True(p.IsCheckpoint));
    }

    private static SoakOptions Options(double length, double sample, int checkpoints)
    {
        var usual = new SoakOptions();
        return usual with { Chaos = usual.Chaos with { Length = TimeSpan.FromSeconds(length) }, Sample = TimeSpan.FromSeconds(sample), Checkpoints = checkpoints };
    }
}
