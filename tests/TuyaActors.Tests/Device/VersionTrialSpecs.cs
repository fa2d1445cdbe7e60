using TuyaActors.Device;
using TuyaActors.Protocol;

namespace TuyaActors.Tests.Device;

public sealed class VersionTrialSpecs
{
    [Fact]
    public void Should_keep_to_what_the_operator_said_whatever_happens()
    {
        var trial = new VersionTrial(ProtocolVersion.V31).Saw(ProtocolVersion.V34).Succeeded(ProtocolVersion.V35).Failed();
        Assert.Equal((ProtocolVersion.V31, false), (trial.Current, trial.IsGuess));
    }

    [Fact]
    public void Should_try_every_version_once_in_a_round()
    {
        var trial = new VersionTrial((ProtocolVersion?)null);
        var tried = new List<ProtocolVersion>();
        for (var i = 0; i < VersionTrial.RoundLength; i++)
        {
            Assert.True(trial.IsGuess);
            tried.Add(trial.Current);
            trial = trial.Failed();
        }

        Assert.Equal(ProtocolVersions.All.Order(), tried.Order());
        Assert.Equal(tried[0], trial.Current);
    }

    [Fact]
    public void Should_believe_a_sighting_while_nothing_is_proved()
    {
        var trial = new VersionTrial((ProtocolVersion?)null).Saw(ProtocolVersion.V35);
        Assert.Equal((ProtocolVersion.V35, false), (trial.Current, trial.IsGuess));
    }

    [Fact]
    public void Should_not_be_moved_by_a_sighting_without_a_version()
    {
        var trial = new VersionTrial((ProtocolVersion?)null).Saw(ProtocolVersion.V35).Saw(null);
        Assert.Equal(ProtocolVersion.V35, trial.Current);
    }

    [Fact]
    public void Should_stay_with_the_proved_version_until_it_is_in_doubt()
    {
        var proved = new VersionTrial((ProtocolVersion?)null).Succeeded(ProtocolVersion.V33).Saw(ProtocolVersion.V34);
        Assert.Equal(ProtocolVersion.V33, proved.Current);
        Assert.Equal(ProtocolVersion.V34, proved.Failed().Current);
    }

    [Fact]
    public void Should_guess_again_when_a_proved_version_is_in_doubt_and_nothing_was_sighted()
    {
        var trial = new VersionTrial((ProtocolVersion?)null).Succeeded(ProtocolVersion.V32).Failed();
        Assert.True(trial.IsGuess);
        Assert.Equal(new VersionTrial((ProtocolVersion?)null).Current, trial.Current);
    }
}
