using System.Collections.Immutable;
using TuyaActors.Cluster.Wire;
using TuyaActors.Messages;

namespace TuyaActors.Cluster.Segment;

/// <summary>The DPs that the subscribers of one node subscribe to by number, found by device.</summary>
internal sealed class WatchedDps
{
    private readonly ImmutableHashSet<int> _ofAll;
    private readonly Dictionary<DeviceId, ImmutableHashSet<int>> _ofDevice;

    public WatchedDps(ImmutableArray<WatchedDevice> watched)
    {
        _ofAll = [.. watched.Where(each => each.DeviceId is null).SelectMany(each => each.Dps)];
        _ofDevice = watched.Where(each => each.DeviceId is not null).GroupBy(each => each.DeviceId!.Value)
            .ToDictionary(group => group.Key, group => group.SelectMany(each => each.Dps).ToImmutableHashSet());
    }

    public static WatchedDps None { get; } = new([]);

    public bool IsEmpty => _ofAll.IsEmpty && _ofDevice.Count == 0;

    /// <summary>Those of a device: what is said of it alone counts before what is said of all.</summary>
    public ImmutableHashSet<int> Of(DeviceId device) => _ofDevice.GetValueOrDefault(device, _ofAll);
}
