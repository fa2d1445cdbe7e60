using System.Collections.Immutable;
using TuyaActors.Messages;

namespace TuyaActors.Registry;

/// <summary>Many definitions at once: the same twice changes nothing the second time, and what a definition does not say stays as it is.</summary>
internal static class RegistryImport
{
    /// <summary>What it comes to.</summary>
    public static RegistryDecision Decide(RegistryState state, FleetCommands.ImportDevices import, DateTimeOffset now)
    {
        var before = state;
        var events = ImmutableArray.CreateBuilder<RegistryEvent>();
        var refused = new List<FleetReply.Refused>();
        var changes = new List<ImportedChange>();
        var unchanged = 0;
        // Gateways first: a sub-device is refused while its gateway is unknown.
        foreach (var definition in (import.Definitions.IsDefault ? [] : import.Definitions).Where(d => d is not null).OrderBy(d => d.IsSubDevice))
        {
            var former = state.Find(definition.Id);
            var wanted = former is null ? definition : Completed(definition, former.Definition);
            var decision = RegistryRules.Store(state, wanted, former, now);
            if (decision.Reply is FleetReply.Refused refusal)
                refused.Add(refusal);
            else if (decision.Events.IsEmpty)
                unchanged++;
            else
                changes.Add(new ImportedChange(wanted.Id, wanted.Name, former is null, former is null ? [] : Differences(wanted, former.Definition)));
            events.AddRange(decision.Events);
            state = decision.After;
        }

        var added = changes.Count(change => change.IsNew);
        var reply = new FleetReply.Imported(added, changes.Count - added, unchanged, refused) { Changes = changes, DryRun = import.DryRun };
        return import.DryRun ? new RegistryDecision(reply, [], before) : new RegistryDecision(reply, events.ToImmutable(), state);
    }

    /// <summary>A file that knows less than an operator has said must not make the fleet forget it.</summary>
    private static DeviceDefinition Completed(DeviceDefinition definition, DeviceDefinition former) => definition with
    {
        Name = definition.Name == definition.Id.Value ? former.Name : definition.Name,
        Key = definition.Key ?? former.Key,
        Version = definition.Version ?? former.Version,
        Address = definition.Address ?? former.Address,
        ProductName = definition.ProductName ?? former.ProductName,
        Tags = definition.Tags is { IsEmpty: false } ? definition.Tags : former.Tags,
        Group = definition.Group ?? former.Group,
        Details = definition.Details ?? former.Details,
    };

    private static string[] Differences(DeviceDefinition one, DeviceDefinition other) =>
    [
        .. new (string Field, bool Differs)[]
        {
            ("name", one.Name != other.Name),
            ("key", !Equals(one.Key, other.Key)),
            ("version", one.Version != other.Version),
            ("address", !Equals(one.Address, other.Address)),
            ("port", one.Port != other.Port),
            ("mode", one.Mode != other.Mode),
            ("gateway", one.Gateway != other.Gateway),
            ("cid", one.Cid != other.Cid),
            ("product", one.ProductName != other.ProductName),
            ("tags", !one.Tags.SetEquals(other.Tags)),
            ("group", one.Group != other.Group),
            ("details", one.Details != other.Details),
        }.Where(field => field.Differs).Select(field => field.Field),
    ];
}
