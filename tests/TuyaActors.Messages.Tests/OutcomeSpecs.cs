using TuyaActors.Protocol;

namespace TuyaActors.Messages.Tests;

public sealed class OutcomeSpecs
{
    private static readonly DeviceId Lamp = new("lamp");

    /// <summary>One of each; an outcome without one fails.</summary>
    private static readonly Dictionary<Type, CommandOutcome> Outcomes = new CommandOutcome[]
    {
        new CommandOutcome.Confirmed(Lamp, DpSet.Empty),
        new CommandOutcome.Acknowledged(Lamp),
        new CommandOutcome.Rejected(Lamp, "no", 1),
        new CommandOutcome.TimedOut(Lamp, TimeSpan.FromSeconds(1.5)),
        new CommandOutcome.Offline(Lamp, DeviceState.Backoff, new Diagnosis(DiagnosisKind.Refused, "Look there.", 901, null), false),
        new CommandOutcome.Cancelled(Lamp, "called off"),
        new CommandOutcome.Expired(Lamp),
        new CommandOutcome.Superseded(Lamp),
        new CommandOutcome.SegmentUnavailable(Lamp, "garage", WasSent: false),
        new CommandOutcome.UnknownDevice(Lamp),
    }.ToDictionary(outcome => outcome.GetType());

    public static TheoryData<Type> Types => [.. typeof(CommandOutcome).GetNestedTypes()];

    [Theory]
    [MemberData(nameof(Types))]
    public void Should_name_the_device_and_say_a_sentence(Type type)
    {
        var outcome = Outcomes[type];
        Assert.Equal(Lamp, outcome.DeviceId);
        Assert.NotEmpty(outcome.Sentence);
        Assert.Equal(outcome is CommandOutcome.Confirmed or CommandOutcome.Acknowledged, outcome.Succeeded);
    }

    [Fact]
    public void Should_give_the_retcode_and_the_time_and_the_diagnosis_in_the_sentence()
    {
        Assert.Equal("no (retcode 1)", Outcomes[typeof(CommandOutcome.Rejected)].Sentence);
        Assert.Equal("no answer within 1.5 s", Outcomes[typeof(CommandOutcome.TimedOut)].Sentence);
        Assert.Equal("the device is not online (Backoff): Look there.", Outcomes[typeof(CommandOutcome.Offline)].Sentence);
        Assert.Equal("its gateway could not hand it over", new CommandOutcome.Offline(Lamp, DeviceState.OutOfReach, null, true).Sentence);
        Assert.Equal("no node of the segment 'garage' can be reached", Outcomes[typeof(CommandOutcome.SegmentUnavailable)].Sentence);
        Assert.Equal("the segment 'garage' was lost before the answer came", new CommandOutcome.SegmentUnavailable(Lamp, "garage", WasSent: true).Sentence);
        Assert.Equal("the connection was lost before the answer came", new CommandOutcome.Offline(Lamp, DeviceState.Online, null, true).Sentence);
    }

    [Fact]
    public void Should_count_what_an_import_did()
    {
        var imported = new FleetReply.Imported(1, 2, 3, [new FleetReply.Refused(Lamp, "no key")]);
        Assert.Equal("1 added, 2 updated, 3 unchanged, 1 refused", imported.Sentence);
        Assert.Equal("'lamp': no key", imported.RefusedOnes[0].Sentence);
    }
}
