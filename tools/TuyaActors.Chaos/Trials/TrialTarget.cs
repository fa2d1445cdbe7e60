using System.Collections.Immutable;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Simulator;

namespace TuyaActors.Chaos.Trials;

/// <summary>A target that is simulated in this process.</summary>
/// <param name="Id">Its id in the fleet.</param>
/// <param name="Device">The device, or the gateway that it sits behind.</param>
/// <param name="Sub">The sub-device; null for the device itself.</param>
public sealed record TrialTarget(DeviceId Id, SimulatedDevice Device, SimulatedSubDevice? Sub) : CommandTarget(Id, Sub?.Profile ?? Device.Profile)
{
    /// <summary>Its own DPs, now.</summary>
    public DpSet State => Sub?.State ?? Device.State;

    /// <summary>All devices and sub-devices of a simulator.</summary>
    public static ImmutableArray<TrialTarget> AllOf(TuyaSimulator simulator)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        return
        [
            .. simulator.Devices.SelectMany(device => device.SubDevices
                .Select(sub => new TrialTarget(new DeviceId(sub.Id), device, sub))
                .Prepend(new TrialTarget(new DeviceId(device.Id), device, null))),
        ];
    }

    /// <summary>A hand on it, or the weather.</summary>
    public void Drift(TimeSpan elapsed, Random random)
    {
        var changed = Profile.Drift(State, elapsed, random);
        if (changed.Count == 0)
            return;
        if (Sub is null)
            Device.Set(changed);
        else if (Sub.IsOnline)
            Sub.Set(changed);
    }
}
