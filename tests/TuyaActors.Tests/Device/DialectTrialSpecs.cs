using TuyaActors.Device;
using TuyaActors.Protocol.Payloads;

namespace TuyaActors.Tests.Device;

public sealed class DialectTrialSpecs
{
    private static readonly DialectTrial Tried = DialectTrial.Untried.DataUnvalid();

    [Fact]
    public void Should_ask_in_the_default_way_until_that_is_refused()
    {
        Assert.Equal(DeviceDialect.Default, DialectTrial.Untried.Refused().Silent().Silent().Silent().Answered().Dialect);
        Assert.Equal(DeviceDialect.Device22, Tried.Dialect);
    }

    public static TheoryData<string> Failures => ["data unvalid", "refused", "silent"];

    [Theory]
    [MemberData(nameof(Failures))]
    public void Should_go_back_when_the_other_way_fails_too(string how)
    {
        foreach (var tried in new[] { Tried, Tried.Answered() })
        {
            var back = Fail(tried, how);
            Assert.Equal((DeviceDialect.Default, false), (back.Dialect, back.IsProved));
        }
    }

    [Fact]
    public void Should_forgive_one_silence_and_forget_it_with_the_next_answer() =>
        Assert.Equal(DeviceDialect.Device22, Tried.Silent().Answered().Silent().Answered().Silent().Dialect);

    [Fact]
    public void Should_not_flap_on_one_connection()
    {
        var trial = DialectTrial.Untried;
        for (var i = 0; i < 20; i++)
            trial = Fail(trial.DataUnvalid(), "silent").Answered();
        Assert.Equal((DeviceDialect.Default, 2), (trial.Dialect, trial.Changes));
        Assert.Equal(DeviceDialect.Device22, trial.Connected().DataUnvalid().Dialect);
    }

    private static DialectTrial Fail(DialectTrial trial, string how) => how switch
    {
        "data unvalid" => trial.DataUnvalid(),
        "refused" => trial.Refused(),
        _ => trial.Silent().Silent(),
    };
}
