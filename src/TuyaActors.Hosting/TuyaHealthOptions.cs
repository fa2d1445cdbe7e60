namespace TuyaActors.Hosting;

/// <summary>When a fleet counts as degraded or unhealthy.</summary>
public sealed class TuyaHealthOptions
{
    /// <summary>Degraded below this share of devices that are well (0 to 1). Those on a battery, which sleep, are not counted. Default 0.9: a plug or two are always out of a socket.</summary>
    public double DegradedBelow { get; set; } = 0.9;

    /// <summary>Unhealthy below this share of devices that are well (0 to 1). Default 0.5: half a house is no single device's fault.</summary>
    public double UnhealthyBelow { get; set; } = 0.5;

    /// <summary>
    /// Degraded when no port has heard a device for this long although the fleet has devices. Default 5 minutes: devices announce themselves every
    /// few seconds. Zero: not looked at, for a fleet that is told every address.
    /// </summary>
    public TimeSpan SilentFor { get; set; } = TimeSpan.FromMinutes(5);
}
