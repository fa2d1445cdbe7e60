using System.Collections.Immutable;
using Akka.Actor;
using TuyaActors.Messages;

namespace TuyaActors.Registry;

/// <summary>Messages between the fleet and its registry.</summary>
public static class RegistryMessages
{
    /// <summary>Keeps a definition. Answered by <see cref="Stored"/> or <see cref="NotStored"/>.</summary>
    /// <param name="Definition">What to keep.</param>
    /// <param name="Mode">What may be there before.</param>
    /// <param name="Ticket">Comes back with the answer, untouched.</param>
    public sealed record Store(DeviceDefinition Definition, StoreMode Mode, object Ticket);

    /// <summary>Forgets a definition. Answered by <see cref="Removed"/> or <see cref="NotStored"/>.</summary>
    public sealed record Remove(DeviceId DeviceId, object Ticket);

    /// <summary>Asks for all. Answered by <see cref="All"/>.</summary>
    public sealed record GetAll;

    /// <summary>It is kept.</summary>
    /// <param name="Definition">What is kept now.</param>
    /// <param name="Previous">What was kept before; <c>null</c>: it is new.</param>
    /// <param name="Ticket">The request's.</param>
    public sealed record Stored(DeviceDefinition Definition, DeviceDefinition? Previous, object Ticket);

    /// <summary>It is forgotten.</summary>
    public sealed record Removed(DeviceDefinition Definition, object Ticket);

    /// <summary>Nothing was changed.</summary>
    public sealed record NotStored(DeviceId DeviceId, string Reason, object Ticket);

    /// <summary>All that is kept.</summary>
    public sealed record All(ImmutableArray<DeviceDefinition> Definitions);
}

/// <summary>What may be in the registry before a definition is stored.</summary>
public enum StoreMode
{
    /// <summary>Anything: it is added or replaced.</summary>
    AddOrReplace,

    /// <summary>Nothing of that id.</summary>
    Add,

    /// <summary>A definition of that id.</summary>
    Replace,
}

/// <summary>What devices there are. Kept in memory: definitions come back with the devices file or the host's code at the next start.</summary>
public sealed class FleetRegistryActor : UntypedActor
{
    private readonly Dictionary<DeviceId, DeviceDefinition> _definitions;

    /// <summary>By way of <see cref="Props"/>.</summary>
    public FleetRegistryActor(Dictionary<DeviceId, DeviceDefinition> definitions) => _definitions = definitions;

    /// <summary>How to make one. Its definitions are handed over by the props, so that a crash does not lose them.</summary>
    public static Props Props()
    {
        var definitions = new Dictionary<DeviceId, DeviceDefinition>();
        return Akka.Actor.Props.Create(() => new FleetRegistryActor(definitions));
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case RegistryMessages.Store store:
                Sender.Tell(Store(store));
                break;
            case RegistryMessages.Remove remove:
                Sender.Tell(Remove(remove));
                break;
            case RegistryMessages.GetAll:
                Sender.Tell(new RegistryMessages.All([.. _definitions.Values]));
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private object Store(RegistryMessages.Store store)
    {
        var definition = store.Definition;
        var previous = _definitions.GetValueOrDefault(definition.Id);
        var why = Refusal(definition) ?? (store.Mode, previous) switch
        {
            (StoreMode.Add, not null) => "the fleet has a device with this id already",
            (StoreMode.Replace, null) => "the fleet has no such device",
            _ => null,
        };
        if (why is not null)
            return new RegistryMessages.NotStored(definition.Id, why, store.Ticket);
        _definitions[definition.Id] = definition;
        return new RegistryMessages.Stored(definition, previous, store.Ticket);
    }

    private object Remove(RegistryMessages.Remove remove)
    {
        var children = _definitions.Values.Count(d => d.Gateway == remove.DeviceId);
        if (children > 0)
            return new RegistryMessages.NotStored(remove.DeviceId, $"{children} sub-devices are behind it; remove those first", remove.Ticket);
        return _definitions.Remove(remove.DeviceId, out var removed)
            ? new RegistryMessages.Removed(removed, remove.Ticket)
            : new RegistryMessages.NotStored(remove.DeviceId, "the fleet has no such device", remove.Ticket);
    }

    private string? Refusal(DeviceDefinition definition) => definition switch
    {
        { Id.Value: "" } => "the id is empty",
        { Port: < 1 or > 65535 } => $"port {definition.Port} is out of range; allowed are 1 to 65535",
        { IsSubDevice: false, Key: null } => "it has no local key; only a sub-device, which names its gateway, needs none",
        { IsSubDevice: true, Cid: null or "" } => "it names a gateway, but not its own id behind it (cid)",
        { Gateway: { } gateway } when gateway == definition.Id => "it names itself as its gateway",
        { Gateway: { } gateway } when !_definitions.ContainsKey(gateway) => $"its gateway '{gateway}' is not in the fleet",
        { Gateway: { } gateway } when _definitions[gateway].IsSubDevice => $"its gateway '{gateway}' is a sub-device itself",
        { Gateway: { } gateway } when Neighbour(definition) is { } taker => $"its gateway '{gateway}' has a device with the cid '{definition.Cid}' already: '{taker.Id}'",
        _ when _definitions.TryGetValue(definition.Id, out var former) && former.IsSubDevice != definition.IsSubDevice =>
            "a sub-device cannot become a device of its own, nor the other way round; remove it first",
        _ => null,
    };

    private DeviceDefinition? Neighbour(DeviceDefinition definition) =>
        _definitions.Values.FirstOrDefault(d => d.Gateway == definition.Gateway && d.Cid == definition.Cid && d.Id != definition.Id);
}
