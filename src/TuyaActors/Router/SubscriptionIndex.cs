using TuyaActors.Messages;

namespace TuyaActors.Router;

/// <summary>
/// Which subscriptions an event of a device concerns, found without a look at the others. What a selector means follows the definitions. Pure
/// but for its own memory.
/// </summary>
/// <typeparam name="T">A subscription.</typeparam>
internal sealed class SubscriptionIndex<T>
    where T : class
{
    private readonly HashSet<T> _ofAll = [];
    private readonly HashSet<T> _ofFleet = [];
    private readonly Dictionary<DeviceId, HashSet<T>> _ofDevice = [];
    private readonly Dictionary<T, EventFilter> _filters = [];
    private readonly Dictionary<DeviceId, DeviceDefinition> _definitions = [];

    // By the words of their selectors.
    private readonly Dictionary<string, HashSet<T>> _named = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, HashSet<T>> _tagged = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, HashSet<T>> _grouped = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Those that an event of this device concerns.</summary>
    public IEnumerable<T> Of(DeviceId id)
    {
        foreach (var subscription in _ofAll)
            yield return subscription;
        var isOfFleet = _definitions.ContainsKey(id);
        foreach (var subscription in _ofFleet)
        {
            if (isOfFleet || Names(subscription, id))
                yield return subscription;
        }

        if (!_ofDevice.TryGetValue(id, out var ofThis))
            yield break;
        foreach (var subscription in ofThis)
            yield return subscription;
    }

    /// <summary>Whether a filter's devices are all there are.</summary>
    public static bool IsOfAll(EventFilter filter) => (filter.Devices.IsEmpty && filter.Selector is null) || filter.Selector?.Everything == true;

    /// <summary>Enters one; answers the devices it is entered for by name, where it is not for all.</summary>
    public IReadOnlyCollection<DeviceId> Add(T subscription, EventFilter filter)
    {
        _filters.Add(subscription, filter);
        if (IsOfAll(filter))
        {
            (filter.Selector is null ? _ofAll : _ofFleet).Add(subscription);
            return [];
        }

        foreach (var (words, index) in Words(filter))
        {
            foreach (var word in words)
                Enter(index, word, subscription);
        }

        var members = Members(filter);
        foreach (var id in members)
            Enter(_ofDevice, id, subscription);
        return members;
    }

    /// <summary>Takes one out; answers the devices it was entered for by name.</summary>
    public IReadOnlyCollection<DeviceId> Remove(T subscription)
    {
        if (!_filters.Remove(subscription, out var filter))
            return [];
        if (_ofAll.Remove(subscription) || _ofFleet.Remove(subscription))
            return [];
        foreach (var (words, index) in Words(filter))
        {
            foreach (var word in words)
                Withdraw(index, word, subscription);
        }

        var members = Members(filter);
        foreach (var id in members)
            Withdraw(_ofDevice, id, subscription);
        return members;
    }

    /// <summary>The devices that one is entered for by name.</summary>
    public IReadOnlyCollection<DeviceId> DevicesOf(T subscription) =>
        _filters.TryGetValue(subscription, out var filter) && !IsOfAll(filter) ? Members(filter) : [];

    /// <summary>A device is this from now on; which subscriptions that are not for all it joins, and which it leaves.</summary>
    public (IReadOnlyCollection<T> Joined, IReadOnlyCollection<T> Left) Define(DeviceDefinition definition)
    {
        var id = definition.Id;
        var before = Selecting(_definitions.GetValueOrDefault(id));
        _definitions[id] = definition;
        return Move(id, before, Selecting(definition));
    }

    /// <summary>A device is no more; which subscriptions that are not for all it leaves. Those that name its id stay.</summary>
    public IReadOnlyCollection<T> Forget(DeviceId id)
    {
        _definitions.Remove(id, out var definition);
        return Move(id, Selecting(definition), []).Left;
    }

    private (IReadOnlyCollection<T> Joined, IReadOnlyCollection<T> Left) Move(DeviceId id, HashSet<T> before, HashSet<T> after)
    {
        var joined = after.Where(subscription => !before.Contains(subscription) && !Names(subscription, id)).ToList();
        var left = before.Where(subscription => !after.Contains(subscription) && !Names(subscription, id)).ToList();
        joined.ForEach(subscription => Enter(_ofDevice, id, subscription));
        left.ForEach(subscription => Withdraw(_ofDevice, id, subscription));
        return (joined, left);
    }

    private bool Names(T subscription, DeviceId id) =>
        _filters[subscription] is var filter && (filter.Devices.Contains(id) || filter.Selector?.Ids.Contains(id) == true);

    private HashSet<T> Selecting(DeviceDefinition? definition)
    {
        if (definition is null)
            return [];
        HashSet<T> selecting = [.. _named.GetValueOrDefault(definition.Name) ?? []];
        foreach (var tag in definition.Tags)
            selecting.UnionWith(_tagged.GetValueOrDefault(tag) ?? []);
        if (definition.Group is { } group)
            selecting.UnionWith(_grouped.GetValueOrDefault(group) ?? []);
        return selecting;
    }

    private HashSet<DeviceId> Members(EventFilter filter)
    {
        HashSet<DeviceId> members = [.. filter.Devices, .. filter.Selector?.Ids ?? []];
        if (filter.Selector is { } selector && Words(filter).Any(part => part.Words.Count > 0))
            members.UnionWith(_definitions.Values.Where(selector.Selects).Select(definition => definition.Id));
        return members;
    }

    private IEnumerable<(IReadOnlyCollection<string> Words, Dictionary<string, HashSet<T>> Index)> Words(EventFilter filter) =>
        filter.Selector is not { } selector ? [] : [(selector.Names, _named), (selector.Tags, _tagged), (selector.Groups, _grouped)];

    private static void Enter<TKey>(Dictionary<TKey, HashSet<T>> index, TKey key, T subscription)
        where TKey : notnull
    {
        if (!index.TryGetValue(key, out var entered))
            index[key] = entered = [];
        entered.Add(subscription);
    }

    private static void Withdraw<TKey>(Dictionary<TKey, HashSet<T>> index, TKey key, T subscription)
        where TKey : notnull
    {
        if (index.TryGetValue(key, out var entered) && entered.Remove(subscription) && entered.Count == 0)
            index.Remove(key);
    }
}
