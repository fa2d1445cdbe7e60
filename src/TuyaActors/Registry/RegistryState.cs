using System.Collections.Immutable;
using TuyaActors.Messages;

namespace TuyaActors.Registry;

/// <summary>
/// All definitions, with what it takes to judge a new one without looking at the others: the cost of a change does not grow with the fleet.
/// </summary>
internal sealed class RegistryState
{
    private readonly ImmutableDictionary<DeviceId, StoredDefinition> _definitions;

    // Who is where behind which gateway, and how many are behind each.
    private readonly ImmutableDictionary<(DeviceId Gateway, string Cid), DeviceId> _places;
    private readonly ImmutableDictionary<DeviceId, int> _children;

    private RegistryState(
        ImmutableDictionary<DeviceId, StoredDefinition> definitions,
        ImmutableDictionary<(DeviceId Gateway, string Cid), DeviceId> places,
        ImmutableDictionary<DeviceId, int> children) => (_definitions, _places, _children) = (definitions, places, children);

    public static RegistryState Empty { get; } = new(
        ImmutableDictionary<DeviceId, StoredDefinition>.Empty,
        ImmutableDictionary<(DeviceId Gateway, string Cid), DeviceId>.Empty,
        ImmutableDictionary<DeviceId, int>.Empty);

    public int Count => _definitions.Count;

    /// <summary>In no order.</summary>
    public IEnumerable<StoredDefinition> All => _definitions.Values;

    public StoredDefinition? Find(DeviceId id) => _definitions.GetValueOrDefault(id);

    /// <summary>Who is behind the gateway under this cid.</summary>
    public DeviceId? At(DeviceId gateway, string cid) => _places.TryGetValue((gateway, cid), out var id) ? id : null;

    /// <summary>How many are behind the gateway.</summary>
    public int ChildrenOf(DeviceId gateway) => _children.GetValueOrDefault(gateway);

    /// <summary>What a command comes to here, and what would have to be stored for it. Changes nothing.</summary>
    public RegistryDecision Decide(object command, DateTimeOffset now) => command is FleetCommands.ImportDevices import
        ? RegistryImport.Decide(this, import, now)
        : RegistryRules.Decide(this, command, now);

    /// <summary>The state after the event.</summary>
    public RegistryState Apply(RegistryEvent e) => e switch
    {
        RegistryEvent.Stored stored => Without(stored.Definition.Definition.Id).With(stored.Definition),
        RegistryEvent.Removed removed => Without(removed.DeviceId),
        _ => throw new ArgumentOutOfRangeException(nameof(e)),
    };

    private RegistryState With(StoredDefinition stored)
    {
        var definitions = _definitions.SetItem(stored.Definition.Id, stored);
        return stored.Definition is { Gateway: { } gateway, Cid: { } cid }
            ? new RegistryState(definitions, _places.SetItem((gateway, cid), stored.Definition.Id), _children.SetItem(gateway, ChildrenOf(gateway) + 1))
            : new RegistryState(definitions, _places, _children);
    }

    private RegistryState Without(DeviceId id)
    {
        if (Find(id) is not { Definition: var former })
            return this;
        var definitions = _definitions.Remove(id);
        return former is { Gateway: { } gateway, Cid: { } cid }
            ? new RegistryState(
                definitions,
                _places.Remove((gateway, cid)),
                ChildrenOf(gateway) > 1 ? _children.SetItem(gateway, ChildrenOf(gateway) - 1) : _children.Remove(gateway))
            : new RegistryState(definitions, _places, _children);
    }
}
