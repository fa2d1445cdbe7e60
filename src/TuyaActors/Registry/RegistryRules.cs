using System.Collections.Immutable;
using TuyaActors.Messages;

namespace TuyaActors.Registry;

/// <summary>What the registry takes and what it refuses, for one definition.</summary>
internal static class RegistryRules
{
    private const int LongestTag = 64;
    private const string NoSuchDevice = "the fleet has no such device";

    /// <summary>Of every command but an import.</summary>
    public static RegistryDecision Decide(RegistryState state, object command, DateTimeOffset now) => command switch
    {
        FleetCommands.AddDevice { Definition: null } or FleetCommands.UpdateDevice { Definition: null } => Refuse(state, default, "it has no definition"),
        FleetCommands.AddDevice add when state.Find(add.DeviceId) is not null => Refuse(state, add.DeviceId, "the fleet has a device with this id already"),
        FleetCommands.AddDevice add => Store(state, add.Definition, null, now),
        FleetCommands.UpdateDevice update => Change(state, update.DeviceId, update.ExpectedRevision, now, _ => update.Definition),
        FleetCommands.RenameDevice rename => Change(state, rename.DeviceId, rename.ExpectedRevision, now, former => former with { Name = rename.Name }),
        FleetCommands.GroupDevice group => Change(state, group.DeviceId, group.ExpectedRevision, now, former => former with { Group = group.Group }),
        FleetCommands.TagDevice tag => Change(state, tag.DeviceId, tag.ExpectedRevision, now, former => former with { Tags = Tagged(former.Tags, tag) }),
        FleetCommands.RemoveDevice remove => Remove(state, remove, now),
        _ => throw new ArgumentOutOfRangeException(nameof(command)),
    };

    /// <summary>Why the definition cannot be stored; <c>null</c>: it can.</summary>
    public static string? Refusal(RegistryState state, DeviceDefinition definition) => definition switch
    {
        { Id.Value: "" } => "the id is empty",
        { Name: var name } when string.IsNullOrWhiteSpace(name) || name.Any(char.IsControl) => "a name needs a visible character and no control characters",
        { Port: < 1 or > 65535 } => $"port {definition.Port} is out of range; allowed are 1 to 65535",
        { IsSubDevice: false, Key: null } => "it has no local key; only a sub-device, which names its gateway, needs none",
        { IsSubDevice: true, Cid: null or "" } => "it names a gateway, but not its own id behind it (cid)",
        { Tags: null } => "its tags are null; a device without tags has an empty set",
        _ when definition.Tags.FirstOrDefault(tag => !IsTag(tag)) is { } tag => $"'{Printable(tag)}' is no tag; a tag has 1 to {LongestTag} characters, none of them white space or a control character",
        { Group: { } group } when string.IsNullOrWhiteSpace(group) || group.Any(char.IsControl) => "a group needs a visible character and no control characters",
        { Gateway: { } gateway } when gateway == definition.Id => "it names itself as its gateway",
        { Gateway: { } gateway } when state.Find(gateway) is null => $"its gateway '{gateway}' is not in the fleet",
        { Gateway: { } gateway } when state.Find(gateway)!.Definition.IsSubDevice => $"its gateway '{gateway}' is a sub-device itself",
        { Gateway: { } gateway, Cid: { } cid } when state.At(gateway, cid) is { } taker && taker != definition.Id =>
            $"its gateway '{gateway}' has a device with the cid '{cid}' already: '{taker}'",
        _ when state.Find(definition.Id) is { } former && former.Definition.IsSubDevice != definition.IsSubDevice =>
            "a sub-device cannot become a device of its own, nor the other way round; remove it first",
        _ => null,
    };

    /// <summary>Where the definition says nothing new there is nothing to store, and the revision stays.</summary>
    public static RegistryDecision Store(RegistryState state, DeviceDefinition definition, StoredDefinition? former, DateTimeOffset now)
    {
        if (Refusal(state, definition) is { } why)
            return Refuse(state, definition.Id, why);
        if (definition == former?.Definition)
            return new RegistryDecision(new FleetReply.Done(definition.Id, former.Revision), [], state);
        var stored = new RegistryEvent.Stored(new StoredDefinition(definition, (former?.Revision ?? 0) + 1, now));
        return new RegistryDecision(new FleetReply.Done(definition.Id, stored.Definition.Revision), [stored], state.Apply(stored));
    }

    private static RegistryDecision Change(
        RegistryState state, DeviceId id, long? expected, DateTimeOffset now, Func<DeviceDefinition, DeviceDefinition> change)
    {
        if (state.Find(id) is not { } former)
            return Refuse(state, id, NoSuchDevice);
        return Conflict(state, former, expected) ?? Store(state, change(former.Definition), former, now);
    }

    private static RegistryDecision Remove(RegistryState state, FleetCommands.RemoveDevice remove, DateTimeOffset now)
    {
        if (state.Find(remove.DeviceId) is not { } former)
            return Refuse(state, remove.DeviceId, NoSuchDevice);
        if (Conflict(state, former, remove.ExpectedRevision) is { } conflict)
            return conflict;
        if (state.ChildrenOf(remove.DeviceId) is > 0 and var children)
            return Refuse(state, remove.DeviceId, $"{children} sub-devices are behind it; remove those first");
        var removed = new RegistryEvent.Removed(remove.DeviceId, former.Revision, now);
        return new RegistryDecision(new FleetReply.Done(remove.DeviceId, former.Revision), [removed], state.Apply(removed));
    }

    private static RegistryDecision? Conflict(RegistryState state, StoredDefinition former, long? expected) =>
        expected is { } revision && revision != former.Revision
            ? new RegistryDecision(new FleetReply.Conflict(former.Definition.Id, revision, former.Revision), [], state)
            : null;

    private static RegistryDecision Refuse(RegistryState state, DeviceId id, string why) => new(new FleetReply.Refused(id, why), [], state);

    // As devices are found by tags: without regard to case.
    private static ImmutableSortedSet<string> Tagged(ImmutableSortedSet<string> tags, FleetCommands.TagDevice command)
    {
        var (add, remove) = (command.Add.IsDefault ? [] : command.Add, command.Remove.IsDefault ? [] : command.Remove);
        var kept = tags.Where(tag => add.Contains(tag, StringComparer.OrdinalIgnoreCase) || !remove.Contains(tag, StringComparer.OrdinalIgnoreCase));
        return [.. kept.Concat(add).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private static bool IsTag(string? tag) => tag is { Length: > 0 and <= LongestTag } && !tag.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));

    private static string Printable(string tag) => string.Concat(tag.Take(LongestTag).Select(c => char.IsControl(c) ? '?' : c));
}
