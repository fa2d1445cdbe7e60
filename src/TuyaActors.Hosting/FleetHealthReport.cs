using System.Collections.Immutable;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using TuyaActors.Messages;

namespace TuyaActors.Hosting;

/// <summary>What a fleet's health means for whoever watches the host. Pure.</summary>
internal static class FleetHealthReport
{
    // So many are named; the rest is a number.
    private const int MostNamed = 5;

    public static HealthCheckResult Of(FleetHealth health, IReadOnlyList<string> wedgedNames, DateTimeOffset now, TuyaHealthOptions options)
    {
        var (reachable, share) = (health.Devices - health.Asleep, Share(health));
        var findings = new List<(HealthStatus Status, string Sentence)>();
        if (health.Storage.Problem is { } storage)
            findings.Add((HealthStatus.Unhealthy, $"what changes is not stored: {storage}"));
        if (reachable > 0 && share < options.DegradedBelow)
            findings.Add((share < options.UnhealthyBelow ? HealthStatus.Unhealthy : HealthStatus.Degraded, $"{health.Online} of {reachable} devices are online"));
        findings.AddRange(health.UdpPorts.Where(port => !port.Bound).Select(port => (HealthStatus.Degraded, port.Problem ?? $"UDP port {port.Port} is not bound")));
        if (SilentFor(health, now, options) is { } silent)
        {
            findings.Add((HealthStatus.Degraded, $"no device has been heard on UDP {string.Join(", ", health.UdpPorts.Select(port => port.Port))} for {silent.TotalMinutes:0} minutes: "
                + "in a container, broadcasts arrive only with host networking (docker run --network host); else look at the firewall and at the LAN segment"));
        }

        if (!health.Wedged.IsEmpty)
            findings.Add((HealthStatus.Degraded, $"in need of a power cycle: {Named(wedgedNames)}"));
        return new HealthCheckResult(
            findings.Select(finding => finding.Status).DefaultIfEmpty(HealthStatus.Healthy).Min(),
            findings.Count == 0 ? $"{health.Online} of {reachable} devices are online" : string.Join("; ", findings.Select(finding => finding.Sentence.TrimEnd('.'))),
            data: Data(health, share));
    }

    private static double Share(FleetHealth health) => health.Devices - health.Asleep is > 0 and var reachable ? (double)health.Online / reachable : 1;

    /// <summary>How long nothing was heard on any port; <c>null</c>: not so long, or nobody is there to be heard.</summary>
    private static TimeSpan? SilentFor(FleetHealth health, DateTimeOffset now, TuyaHealthOptions options)
    {
        if (options.SilentFor <= TimeSpan.Zero || health.Devices == 0 || !health.UdpPorts.Any(port => port.Bound))
            return null;
        var last = health.UdpPorts.Max(port => port.LastHeardAt > port.BoundAt ? port.LastHeardAt : port.BoundAt ?? port.LastHeardAt);
        return now - last is { } silent && silent >= options.SilentFor ? silent : null;
    }

    private static string Named(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostNamed)) + (names.Count > MostNamed ? $" and {names.Count - MostNamed} more" : "");

    private static Dictionary<string, object> Data(FleetHealth health, double share)
    {
        var data = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["devices"] = health.Devices,
            ["online"] = health.Online,
            ["asleep"] = health.Asleep,
            ["share_online"] = Math.Round(share, 3),
            ["sub_devices"] = health.SubDevices,
            ["sub_devices_online"] = health.SubDevicesOnline,
            ["wedged"] = health.Wedged.Select(id => id.Value).ToImmutableArray(),
            ["persistent"] = health.Storage.Persistent,
        };
        foreach (var (state, count) in health.ByState)
            data[$"state_{state}"] = count;
        foreach (var (diagnosis, count) in health.ByDiagnosis)
            data[$"diagnosis_{diagnosis}"] = count;
        foreach (var port in health.UdpPorts)
        {
            data[$"udp_{port.Port}_bound"] = port.Bound;
            data[$"udp_{port.Port}_datagrams"] = port.Datagrams;
        }

        return data;
    }
}
