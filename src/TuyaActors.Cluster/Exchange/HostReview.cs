using TuyaActors.Cluster.Wire;
using TuyaActors.Messages;

namespace TuyaActors.Cluster.Exchange;

/// <summary>
/// Compares, now and then, which devices a segment hosts with those that it should: where a message was lost, a device that nobody hosts is looked at once more, and
/// one that is hosted and not the segment's leaves. Devices behind a gateway come and go with what their gateway's host reads. What differs once may just be on its way:
/// twice in a row counts. Pure but for its own memory.
/// </summary>
/// <param name="segment">The segment; null: the node has none, and nothing to compare.</param>
internal sealed class HostReview(string? segment)
{
    private readonly Dictionary<DeviceId, DeviceId> _formerGateways = [];
    private HashSet<DeviceId> _unhosted = [];
    private HashSet<DeviceId> _strange = [];

    /// <summary>A device is not in the fleet any more.</summary>
    /// <param name="route">How it was reached.</param>
    public void Removed(ExchangeActor.Route route)
    {
        if (route.Segment == segment && route.Host != route.DeviceId)
            _formerGateways[route.DeviceId] = route.Host;
        else
            _formerGateways.Remove(route.DeviceId);
    }

    /// <summary>What is to be told to hosts.</summary>
    /// <param name="routes">All devices of the fleet.</param>
    /// <param name="hosted">Those that the segment's nodes host.</param>
    /// <param name="isHosted">Whether any node hosts a device.</param>
    public IReadOnlyList<IToHost> Look(IReadOnlyDictionary<DeviceId, ExchangeActor.Route> routes, IEnumerable<DeviceId> hosted, Func<DeviceId, bool> isHosted)
    {
        var unhosted = routes.Values.Where(route => route.Segment == segment && !isHosted(route.DeviceId)).Select(route => route.DeviceId).ToHashSet();
        var strange = hosted.Where(device => !routes.TryGetValue(device, out var route) || route.Segment != segment).ToHashSet();
        var again = unhosted.Where(_unhosted.Contains).Select(device => routes[device].Host)
            .Concat(strange.Where(_strange.Contains).Select(HostOf).OfType<DeviceId>());
        IReadOnlyList<IToHost> told =
        [
            .. again.Distinct().Select(host => new HostMessages.Look(host, [])),
            .. strange.Where(device => _strange.Contains(device) && HostOf(device) is null).Select(device => new HostMessages.Leave(device, IsMoved: routes.ContainsKey(device))),
        ];
        (_unhosted, _strange) = (unhosted, strange);
        foreach (var gone in _formerGateways.Keys.Where(device => !strange.Contains(device)).ToList())
            _formerGateways.Remove(gone);
        return told;

        // Of a device behind a gateway: whose reading ends it.
        DeviceId? HostOf(DeviceId device) =>
            _formerGateways.TryGetValue(device, out var gateway) ? gateway : routes.TryGetValue(device, out var route) && route.Host != device ? route.Host : null;
    }
}
