using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Json;

/// <summary>How a command ended.</summary>
internal sealed record OutcomeJson(string Id, OutcomeKind Outcome, string Sentence, DpSet? Reported, uint? Retcode, DeviceState? State, DiagnosisJson? Diagnosis)
{
    /// <summary>The outcome as JSON has it.</summary>
    public static OutcomeJson Of(CommandOutcome outcome)
    {
        var plain = new OutcomeJson(outcome.DeviceId.Value, KindOf(outcome), outcome.Sentence, null, null, null, null);
        return outcome switch
        {
            CommandOutcome.Confirmed confirmed => plain with { Reported = confirmed.Reported },
            CommandOutcome.Rejected rejected => plain with { Retcode = rejected.Retcode },
            CommandOutcome.Offline offline => plain with { State = offline.State, Diagnosis = DiagnosisJson.Of(offline.Diagnosis) },
            _ => plain,
        };
    }

    private static OutcomeKind KindOf(CommandOutcome outcome) => outcome switch
    {
        CommandOutcome.Confirmed => OutcomeKind.Confirmed,
        CommandOutcome.Acknowledged => OutcomeKind.Acknowledged,
        CommandOutcome.Rejected => OutcomeKind.Rejected,
        CommandOutcome.TimedOut => OutcomeKind.TimedOut,
        CommandOutcome.Offline => OutcomeKind.Offline,
        CommandOutcome.Cancelled => OutcomeKind.Cancelled,
        CommandOutcome.Expired => OutcomeKind.Expired,
        CommandOutcome.Superseded => OutcomeKind.Superseded,
        CommandOutcome.SegmentUnavailable => OutcomeKind.SegmentUnavailable,
        CommandOutcome.UnknownDevice => OutcomeKind.UnknownDevice,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome.GetType().Name, "There is no such outcome."),
    };
}

/// <summary>What a command to many came to.</summary>
/// <param name="Succeeded">How many did, or at least took, what was asked.</param>
/// <param name="Total">How many were meant.</param>
/// <param name="Outcomes">One for each device that was meant, by its id.</param>
/// <param name="Unmatched">Names, tags and groups that no device bears.</param>
internal sealed record OutcomesJson(int Succeeded, int Total, IReadOnlyList<OutcomeJson> Outcomes, IReadOnlyList<string> Unmatched)
{
    /// <summary>The outcomes as JSON has them.</summary>
    public static OutcomesJson Of(DeviceReplies.Outcomes outcomes) =>
        new(outcomes.Succeeded, outcomes.Each.Length, [.. outcomes.Each.Select(OutcomeJson.Of)], outcomes.Unmatched);
}

/// <summary>The names of the outcomes; see <see cref="CommandOutcome"/>.</summary>
internal enum OutcomeKind
{
    Confirmed,
    Acknowledged,
    Rejected,
    TimedOut,
    Offline,
    Cancelled,
    Expired,
    Superseded,
    SegmentUnavailable,
    UnknownDevice,
}
