using Akka.Cluster;
using TuyaActors.Messages;

namespace TuyaActors.Cluster.Exchange;

/// <summary>
/// Which node hosts which device, as far as the nodes have told over their links. A device that moves from one node to another is told of by both
/// for a moment, and in any order: the higher incarnation counts. Pure but for its own memory.
/// </summary>
internal sealed class Hosts
{
    private readonly Dictionary<DeviceId, (UniqueAddress Node, long Incarnation)> _hosts = [];

    // What a node claims although another one has the device: it counts again when that one lets go.
    private readonly Dictionary<(DeviceId Device, UniqueAddress Node), long> _claims = [];

    /// <summary>A node says that it hosts a device; whether that counts.</summary>
    public bool Begin(DeviceId device, UniqueAddress node, long incarnation)
    {
        _claims[(device, node)] = incarnation;
        if (_hosts.TryGetValue(device, out var former) && former.Incarnation > incarnation)
            return false;
        _hosts[device] = (node, incarnation);
        return true;
    }

    /// <summary>A node lets go of a device; the node that has claimed it meanwhile, if there is one.</summary>
    public UniqueAddress? End(DeviceId device, UniqueAddress node, long incarnation)
    {
        if (_claims.GetValueOrDefault((device, node)) == incarnation)
            _claims.Remove((device, node));
        if (!_hosts.TryGetValue(device, out var host) || host != (node, incarnation))
            return null;
        _hosts.Remove(device);
        var (claimant, claimed) = _claims.Where(claim => claim.Key.Device == device).Select(claim => (claim.Key.Node, claim.Value)).OrderByDescending(claim => claim.Value).FirstOrDefault();
        if (claimant is not null)
            _hosts[device] = (claimant, claimed);
        return claimant;
    }

    /// <summary>Whether what this node says of a device counts.</summary>
    public bool IsHost(DeviceId device, UniqueAddress node, long incarnation) => _hosts.TryGetValue(device, out var host) && host == (node, incarnation);

    /// <summary>The devices of a node.</summary>
    public IReadOnlyList<DeviceId> Of(UniqueAddress node) => [.. _hosts.Where(host => host.Value.Node == node).Select(host => host.Key)];

    /// <summary>A node is no more; the devices that it had.</summary>
    public IReadOnlyList<DeviceId> Forget(UniqueAddress node)
    {
        var had = Of(node);
        foreach (var device in had)
            _hosts.Remove(device);
        foreach (var claim in _claims.Keys.Where(claim => claim.Node == node).ToList())
            _claims.Remove(claim);
        return had;
    }
}
