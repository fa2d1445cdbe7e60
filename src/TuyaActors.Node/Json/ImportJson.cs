using TuyaActors.Messages;

namespace TuyaActors.Node.Json;

/// <summary>What an import changed, or would change. Fields by name only: a key may be among them.</summary>
/// <param name="DryRun">Whether nothing was changed.</param>
/// <param name="Added">How many are new.</param>
/// <param name="Updated">How many say something else now.</param>
/// <param name="Unchanged">How many are as they were.</param>
/// <param name="Changes">Those that are new or say something else.</param>
/// <param name="Refused">Those that contradict the fleet, each a sentence.</param>
/// <param name="Problems">What in the file cannot be used, each a sentence with line and field.</param>
internal sealed record ImportJson(
    bool DryRun, int Added, int Updated, int Unchanged, IReadOnlyList<ImportedChangeJson> Changes, IReadOnlyList<string> Refused, IReadOnlyList<string> Problems)
{
    /// <summary>What the fleet answered, and what of the file it never saw.</summary>
    public static ImportJson Of(FleetReply.Imported imported, IReadOnlyList<string> problems) => new(
        imported.DryRun,
        imported.Added,
        imported.Updated,
        imported.Unchanged,
        [.. imported.Changes.Select(change => new ImportedChangeJson(change.DeviceId.Value, change.Name, change.IsNew, change.Fields))],
        [.. imported.RefusedOnes.Select(refused => refused.Sentence)],
        problems);

    /// <summary>"2 added, 1 updated, 3 unchanged", and what was not taken.</summary>
    public string Summary() =>
        $"{Added} added, {Updated} updated, {Unchanged} unchanged{(Refused.Count + Problems.Count == 0 ? "" : $", {Refused.Count + Problems.Count} left out")}{(DryRun ? " (a dry run: nothing was changed)" : "")}";
}

/// <summary>One device of an import that is new, or says something else.</summary>
internal sealed record ImportedChangeJson(string Id, string Name, bool IsNew, IReadOnlyList<string> Fields);
