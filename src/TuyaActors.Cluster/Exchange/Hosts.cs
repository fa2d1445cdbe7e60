using Akka.Cluster;
using TuyaActors.Messages;

namespace TuyaActors.Cluster.Exchange;

/// <summary>
/// Which node hosts which device, as far as the nodes have told over their links. A device that moves from one node to another is told of by both
/// for a moment, and in any order: the higher incarnation counts. Pure but for its own memory.
/// </summary>
internal sealed class Hosts
{
    // What each node claims; nearly always one node a device.
    private readonly Dictionary<DeviceId, Dictionary<UniqueAddress, long>> _claims = [];
    private readonly Dictionary<UniqueAddress, HashSet<DeviceId>> _byNode = [];

    /// <summary>A node says that it hosts a device; whether that counts.</summary>
    public bool Begin(DeviceId device, UniqueAddress node, long incarnation)
    {
        if (!_claims.TryGetValue(device, out var claims))
            _claims[device] = claims = [];
        claims[node] = incarnation;
        if (!_byNode.TryGetValue(node, out var devices))
            _byNode[node] = devices = [];
        devices.Add(device);
        return IsHost(device, node, incarnation);
    }

    /// <summary>A node lets go of a device; the node whose claim counts since then, if there is one.</summary>
    public UniqueAddress? End(DeviceId device, UniqueAddress node, long incarnation)
    {
        if (!_claims.TryGetValue(device, out var claims) || claims.GetValueOrDefault(node) != incarnation)
            return null;
        var was = Host(device);
        Remove(device, node);
        return was == node ? Host(device) : null;
    }

    /// <summary>The node whose claim counts; null: none has it.</summary>
    public UniqueAddress? Host(DeviceId device) =>
        _claims.TryGetValue(device, out var claims) ? claims.MaxBy(claim => claim.Value).Key : null;

    /// <summary>Whether what this node says of a device counts.</summary>
    public bool IsHost(DeviceId device, UniqueAddress node, long incarnation) =>
        _claims.TryGetValue(device, out var claims) && claims.GetValueOrDefault(node) == incarnation && claims.All(claim => claim.Key == node || claim.Value < incarnation);

    /// <summary>The devices that a node claims.</summary>
    public IReadOnlyCollection<DeviceId> Of(UniqueAddress node) => _byNode.GetValueOrDefault(node) ?? [];

    /// <summary>A node is no more; the devices that nobody has since then, and those that another node has claimed.</summary>
    public (IReadOnlyList<DeviceId> Lost, IReadOnlyList<UniqueAddress> Claimants) Forget(UniqueAddress node)
    {
        var (lost, claimants) = (new List<DeviceId>(), new HashSet<UniqueAddress>());
        foreach (var device in Of(node).ToList())
        {
            var was = Host(device);
            Remove(device, node);
            if (was != node)
                continue;
            if (Host(device) is { } claimant)
                claimants.Add(claimant);
            else
                lost.Add(device);
        }

        return (lost, [.. claimants]);
    }

    private void Remove(DeviceId device, UniqueAddress node)
    {
        if (_claims.TryGetValue(device, out var claims) && claims.Remove(node) && claims.Count == 0)
            _claims.Remove(device);
        _byNode.GetValueOrDefault(node)?.Remove(device);
    }
}
