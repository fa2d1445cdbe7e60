using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Live;

/// <summary>One device in the picture, and when what of it changed last. Numbers are those of <see cref="LiveFeed"/>.</summary>
internal sealed class PictureRow(DeviceSnapshot device, long number)
{
    private readonly Dictionary<int, long> _dps = device.Reported.Keys.ToDictionary(dp => dp, _ => number);

    // Values from before the node's start, until the device says something in this life.
    private bool _isUnproven = device.Stale;

    /// <summary>How it stands.</summary>
    public DeviceSnapshot Device { get; private set; } = device;

    /// <summary>When it came into the picture.</summary>
    public long AddedAt { get; } = number;

    /// <summary>When anything of it changed last.</summary>
    public long ChangedAt { get; private set; } = number;

    /// <summary>When something but its values changed last.</summary>
    public long HeadChangedAt { get; private set; } = number;

    /// <summary>Its whole state.</summary>
    public void Take(DeviceSnapshot now, long at)
    {
        Stamp(now.Reported.ChangesFrom(Device.Reported), at);
        _isUnproven = now.Stale;
        SetHead(now, at);
    }

    /// <summary>Another state.</summary>
    public void Take(DeviceEvents.StateChanged change, long at) => SetHead(
        Device with
        {
            State = change.To,
            Since = change.At,
            Diagnosis = change.To.IsWell() ? null : change.Diagnosis,
            Version = change.Version ?? Device.Version,
            EndPoint = change.EndPoint ?? Device.EndPoint,
            NextAttemptAt = change.NextAttemptAt,
            Connects = Device.Connects + (change.To == DeviceState.Online ? 1 : 0),
            Stale = _isUnproven || !change.To.IsWell(),
        },
        at);

    /// <summary>Values.</summary>
    public void Take(DeviceEvents.DpsReported report, long at)
    {
        var isPush = report.Cause == ReportCause.Push;
        var now = Device with
        {
            Reported = Device.Reported.Merge(report.Dps),
            ReportedAt = report.At,
            LastPushAt = isPush ? report.At : Device.LastPushAt,
            Pushes = Device.Pushes + (isPush ? 1 : 0),
            Stale = !Device.State.IsWell(),
        };
        Stamp(report.Dps.ChangesFrom(Device.Reported), at);
        _isUnproven = false;
        if (now.Stale != Device.Stale)
        {
            SetHead(now, at);
        }
        else
        {
            Device = now;
            ChangedAt = at;
        }
    }

    /// <summary>What the operator says of it.</summary>
    public void Take(DeviceDefinition definition, long at) => SetHead(
        Device with
        {
            Name = definition.Name,
            Group = definition.Group,
            Tags = definition.Tags,
            ProductName = definition.ProductName,
            Gateway = definition.Gateway,
            Cid = definition.Cid,
        },
        at);

    /// <summary>For a gateway: the sub-devices that it names and no definition does.</summary>
    public void TakeUnknown(string cid, bool isUnknown, long at)
    {
        if (Device.UnknownCids.Contains(cid) != isUnknown)
        {
            SetHead(Device with { UnknownCids = isUnknown ? Device.UnknownCids.Add(cid) : Device.UnknownCids.Remove(cid) }, at);
        }
    }

    /// <summary>Those values that have become others since.</summary>
    public DpSet ChangedSince(long number) =>
        DpSet.Create(_dps.Where(dp => dp.Value > number && Device.Reported.ContainsKey(dp.Key)).Select(dp => KeyValuePair.Create(dp.Key, Device.Reported[dp.Key])));

    private void SetHead(DeviceSnapshot now, long at)
    {
        Device = now;
        ChangedAt = HeadChangedAt = at;
    }

    private void Stamp(DpSet changed, long at)
    {
        foreach (var dp in changed.Keys)
        {
            _dps[dp] = at;
        }
    }
}
