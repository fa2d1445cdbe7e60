using TuyaActors.Cluster.Wire;
using TuyaActors.Messages;

namespace TuyaActors.Cluster.Directory;

/// <summary>
/// The devices of the whole fleet, as the directory and the answers to changes have told. Both tell the same, each in its own time: of one segment the later record
/// counts; of two segments that have a device (it is moving) the one that has stored it later. That a device has moved away may be known before it is known to be
/// where it has moved to: until then it counts as where it was. Pure but for its own memory.
/// </summary>
internal sealed class FleetRecords
{
    private readonly Dictionary<DeviceId, Dictionary<string, DirectoryRecord>> _records = [];

    private readonly Dictionary<DeviceId, DirectoryRecord> _ahead = [];

    /// <summary>All devices that there are.</summary>
    public IEnumerable<DirectoryRecord> All => _records.Keys.Select(Find).OfType<DirectoryRecord>();

    /// <summary>Where a device is, and what it is; null: there is none.</summary>
    public DirectoryRecord? Find(DeviceId device)
    {
        if (!_records.TryGetValue(device, out var ofSegments))
            return null;
        DirectoryRecord? latest = null;
        foreach (var record in ofSegments.Values)
        {
            if (record.Stored is not null && (latest is null || IsLater(record, latest)))
                latest = record;
        }

        return latest;
    }

    // At the same time: the same one on all nodes.
    private static bool IsLater(DirectoryRecord record, DirectoryRecord than) =>
        (record.Stored!.ChangedAt.CompareTo(than.Stored!.ChangedAt), string.CompareOrdinal(record.Segment, than.Segment)) is ( > 0, _) or (0, > 0);

    /// <summary>Whether a segment has a device that another one has stored later.</summary>
    public bool IsOutdone(DeviceId device, string segment) =>
        _records.TryGetValue(device, out var ofSegments) && ofSegments.GetValueOrDefault(segment)?.Stored is not null && Find(device)?.Segment != segment;

    /// <summary>Takes a record in; whether it says something new.</summary>
    public bool Take(DirectoryRecord record)
    {
        if (IsAhead(record))
        {
            _ahead[record.DeviceId] = record;
            return false;
        }

        var isNew = Note(record);
        if (_ahead.TryGetValue(record.DeviceId, out var left) && !IsAhead(left))
        {
            _ahead.Remove(record.DeviceId);
            isNew |= Note(left);
        }

        return isNew;
    }

    private bool IsAhead(DirectoryRecord record) => record is { Stored: null, MovedTo: { } to, MovedAt: { } at }
        && !(_records.TryGetValue(record.DeviceId, out var ofSegments) && ofSegments.TryGetValue(to, out var there) && there.At >= at);

    private bool Note(DirectoryRecord record)
    {
        if (!_records.TryGetValue(record.DeviceId, out var ofSegments))
            _records[record.DeviceId] = ofSegments = new Dictionary<string, DirectoryRecord>(StringComparer.Ordinal);
        if (ofSegments.TryGetValue(record.Segment, out var known))
        {
            // At the same time: the end of what is known.
            var isLater = record.At > known.At || (record.At == known.At && record.Stored is null && known.Stored is not null);
            if (!isLater)
                return false;
        }

        ofSegments[record.Segment] = record;
        return true;
    }
}
