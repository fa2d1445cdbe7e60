using System.Collections.Immutable;
using TuyaActors.Messages;
using TuyaActors.Node.Running;

namespace TuyaActors.Node.Live;

/// <summary>How many devices stand where; those behind gateways are counted apart.</summary>
/// <param name="Devices">How many there are.</param>
/// <param name="Online">How many of them are well.</param>
/// <param name="Asleep">How many sleep, as battery devices do.</param>
/// <param name="SubDevices">How many there are behind gateways.</param>
/// <param name="SubDevicesOnline">How many of those are well.</param>
/// <param name="NeedAttention">How many of all are away, or will not come back by themselves.</param>
/// <param name="Strangers">How many are heard on the LAN, or named by a gateway, that the fleet does not have.</param>
internal sealed record PictureNumbers(int Devices, int Online, int Asleep, int SubDevices, int SubDevicesOnline, int NeedAttention, int Strangers)
{
    /// <summary>How many of all stand in each state.</summary>
    public required ImmutableSortedDictionary<DeviceState, int> ByState { get; init; }

    /// <summary>How many of all have each diagnosis.</summary>
    public required ImmutableSortedDictionary<DiagnosisKind, int> ByDiagnosis { get; init; }

    /// <summary>Counts.</summary>
    /// <param name="devices">All devices.</param>
    /// <param name="strangers">How many are heard on the LAN that the fleet does not have.</param>
    public static PictureNumbers Of(IEnumerable<DeviceSnapshot> devices, int strangers)
    {
        var all = devices.ToList();
        var own = all.Where(device => device.Gateway is null).ToList();
        return new PictureNumbers(
            own.Count,
            own.Count(device => device.State.IsWell()),
            own.Count(device => device.State == DeviceState.Asleep),
            all.Count - own.Count,
            all.Count(device => device.Gateway is not null && device.State.IsWell()),
            all.Count(device => Urgencies.Of(device) <= Urgency.Failing),
            strangers + own.Sum(device => device.UnknownCids.Length))
        {
            ByState = all.GroupBy(device => device.State).ToImmutableSortedDictionary(group => group.Key, group => group.Count()),
            ByDiagnosis = all.Where(device => device.Diagnosis is not null).GroupBy(device => device.Diagnosis!.Kind)
                .ToImmutableSortedDictionary(group => group.Key, group => group.Count()),
        };
    }
}
