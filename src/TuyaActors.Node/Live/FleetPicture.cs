using TuyaActors.Messages;

namespace TuyaActors.Node.Live;

/// <summary>
/// How the whole fleet stands, kept from what it tells. Each change has a number, so that whoever knows the picture as of one number can be told what
/// has changed since, however much happened in between. Used by one at a time.
/// </summary>
internal sealed class FleetPicture
{
    /// <summary>Whoever was away while more devices than this left the fleet gets the whole picture.</summary>
    public const int MostRemovals = 1000;

    private readonly Dictionary<DeviceId, PictureRow> _rows = [];
    private readonly Queue<(DeviceId Id, long At)> _removed = new();
    private readonly HashSet<DeviceId> _strangers = [];
    private long _removalsKnownFrom;
    private long _numbersChangedAt;
    private (long At, PictureNumbers Numbers)? _numbers;

    /// <summary>All devices that have shown how they stand.</summary>
    public IReadOnlyCollection<PictureRow> Rows => _rows.Values;

    /// <summary>One device, if it has shown how it stands.</summary>
    public PictureRow? Find(DeviceId id) => _rows.GetValueOrDefault(id);

    /// <summary>The device of that id, or else those of that name.</summary>
    public IEnumerable<PictureRow> Called(string idOrName) => DeviceId.TryParse(idOrName, out var id, out _) && Find(id) is { } byId
        ? [byId]
        : _rows.Values.Where(row => string.Equals(row.Device.Name, idOrName, StringComparison.OrdinalIgnoreCase));

    /// <summary>Devices that are heard on the LAN, and that the fleet does not have.</summary>
    public void Know(IEnumerable<SightingRecord> heard)
    {
        _strangers.UnionWith(heard.Where(record => !record.Sighting.Known).Select(record => record.DeviceId));
    }

    /// <summary>Something has happened.</summary>
    public void Apply(IDeviceEvent e, long number)
    {
        switch (e)
        {
            case DeviceEvents.SnapshotTaken taken:
                Take(taken.Device, number);
                break;
            case DeviceEvents.StateChanged change when Find(change.DeviceId) is { } row:
                row.Take(change, number);
                _numbersChangedAt = number;
                break;
            case DeviceEvents.DpsReported report:
                Find(report.DeviceId)?.Take(report, number);
                break;
            case DeviceEvents.Added added:
                if (_strangers.Remove(added.DeviceId))
                {
                    _numbersChangedAt = number;
                }

                break;
            case DeviceEvents.Removed removed:
                Remove(removed.DeviceId, number);
                break;
            case DeviceEvents.Sighted { Sighting.Known: false } sighted:
                if (_strangers.Add(sighted.DeviceId))
                {
                    _numbersChangedAt = number;
                }

                break;
            case DeviceEvents.SubDeviceSeen seen:
                Find(seen.DeviceId)?.TakeUnknown(seen.Cid, isUnknown: true, number);
                _numbersChangedAt = number;
                break;
        }
    }

    /// <summary>What the operator says of a device now.</summary>
    public void Define(DeviceDefinition definition, long number)
    {
        Find(definition.Id)?.Take(definition, number);
        if (definition is { Gateway: { } gateway, Cid: { } cid })
        {
            Find(gateway)?.TakeUnknown(cid, isUnknown: false, number);
            _numbersChangedAt = number;
        }
    }

    /// <summary>Those that have left the fleet since; <c>null</c>: that is not known any more.</summary>
    public IReadOnlyList<DeviceId>? RemovedSince(long number) =>
        number < _removalsKnownFrom ? null : [.. _removed.Where(removal => removal.At > number && !_rows.ContainsKey(removal.Id)).Select(removal => removal.Id)];

    /// <summary>How many stand where; <c>null</c>: as they did at that number.</summary>
    public PictureNumbers? NumbersSince(long number) => _numbersChangedAt > number ? Numbers() : null;

    /// <summary>How many stand where.</summary>
    public PictureNumbers Numbers()
    {
        if (_numbers is not { } known || known.At != _numbersChangedAt)
        {
            _numbers = known = (_numbersChangedAt, PictureNumbers.Of(_rows.Values.Select(row => row.Device), _strangers.Count));
        }

        return known.Numbers;
    }

    private void Take(DeviceSnapshot device, long number)
    {
        _numbersChangedAt = number;
        if (Find(device.DeviceId) is { } row)
        {
            row.Take(device, number);
        }
        else
        {
            _rows[device.DeviceId] = new PictureRow(device, number);
        }
    }

    private void Remove(DeviceId id, long number)
    {
        if (!_rows.Remove(id))
        {
            return;
        }

        _numbersChangedAt = number;
        _removed.Enqueue((id, number));
        if (_removed.Count > MostRemovals)
        {
            _removalsKnownFrom = _removed.Dequeue().At;
        }
    }
}
