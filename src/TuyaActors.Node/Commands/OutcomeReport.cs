using TuyaActors.Node.Cli;
using TuyaActors.Node.Json;
using TuyaActors.Node.Screen;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Commands;

/// <summary>Tells what commands at a node came to: a line for each device; what to do about it goes to standard error.</summary>
internal static class OutcomeReport
{
    private const int WidestName = 40;

    /// <summary>Whether the device did, or at least took, what was asked.</summary>
    public static bool Succeeded(this OutcomeJson outcome) => outcome.Outcome is OutcomeKind.Confirmed or OutcomeKind.Acknowledged;

    /// <summary>Tells it; answers the exit code.</summary>
    /// <param name="environment">The world.</param>
    /// <param name="outcomes">What they came to.</param>
    /// <param name="names">What people call the devices, by id.</param>
    /// <param name="asked">The values that were to be set; null: it was another command.</param>
    public static int Write(CommandEnvironment environment, IReadOnlyList<OutcomeJson> outcomes, IReadOnlyDictionary<string, string> names, DpSet? asked)
    {
        environment.WriteTable(
        [
            new("device", outcome => names.GetValueOrDefault(outcome.Id) ?? outcome.Id) { Weight = 9, Narrowest = 12, Widest = WidestName },
            new("outcome", outcome => JsonWord.Of(outcome.Outcome)) { Weight = 8, Color = outcome => UrgencyColor.Of(UrgencyOf(outcome)) },
            new("what", outcome => What(outcome, asked)) { Weight = 7, Narrowest = 20 },
        ],
            outcomes);
        // What the line had no room for; the same finding of several devices is told once.
        foreach (var diagnosis in outcomes.Select(outcome => outcome.Diagnosis).OfType<DiagnosisJson>().DistinctBy(diagnosis => diagnosis.Kind))
        {
            environment.Error.WriteLine($"hint: {JsonWord.Of(diagnosis.Kind)}: {OneLine.Of(diagnosis.Sentence)}");
        }

        return outcomes.All(Succeeded) ? ExitCode.Ok : ExitCode.Failed;
    }

    private static Running.Urgency UrgencyOf(OutcomeJson outcome) => outcome.Outcome switch
    {
        OutcomeKind.Confirmed => Running.Urgency.Well,
        OutcomeKind.Acknowledged => Running.Urgency.OnTheWay,
        OutcomeKind.Rejected or OutcomeKind.UnknownDevice => Running.Urgency.NeedsOperator,
        _ => Running.Urgency.Failing,
    };

    private static string What(OutcomeJson outcome, DpSet? asked) => outcome switch
    {
        // Of many values only those that were asked for.
        { Reported: { Count: > 0 } reported } => string.Join(", ", reported.Where(dp => asked is null || asked.ContainsKey(dp.Key)).Select(dp => $"{dp.Key} = {dp.Value.AsJson()}")),
        // What to do about it has a line of its own.
        { Diagnosis: { } diagnosis } => $"{outcome.Sentence.Replace($": {diagnosis.Sentence}", "", StringComparison.Ordinal)}: {JsonWord.Of(diagnosis.Kind)}",
        { Outcome: OutcomeKind.Confirmed } => "",
        _ => outcome.Sentence,
    };
}
