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
        findings.AddRange(health.Segments.Where(segment => !segment.IsAvailable)
            .Select(segment => (HealthStatus.Degraded, $"no node of the segment '{segment.Name}' can be reached, so {Devices(segment.Devices)} of it cannot be either")));
        findings.AddRange(health.UdpPorts.Where(port => !port.Bound).Select(port => (HealthStatus.Degraded, $"{Where(port.Segment)}{port.Problem ?? $"UDP port {port.Port} is not bound"}")));
        foreach (var ears in health.UdpPorts.GroupBy(port => port.Segment).Where(ears => DevicesIn(health, ears.Key) > 0))
        {
            if (SilentFor([.. ears], now, options) is not { } silent)
                continue;
            findings.Add((HealthStatus.Degraded, $"{Where(ears.Key)}no device has been heard on UDP {string.Join(", ", ears.Select(port => port.Port))} for {silent.TotalMinutes:0} minutes: "
                + "in a container, broadcasts arrive only with host networking (docker run --network host); else look at the firewall and at the LAN segment"));
        }

        if (!health.Wedged.IsEmpty)
            findings.Add((HealthStatus.Degraded, $"in need of a power cycle: {Named(wedgedNames)}"));
        return new HealthCheckResult(
            findings.Select(finding => finding.Status).DefaultIfEmpty(HealthStatus.Healthy).Min(),
            findings.Count == 0 ? $"{health.Online} of {reachable} devices are online" : string.Join("; ", findings.Select(finding => finding.Sentence.TrimEnd('.'))),
            data: Data(health, share));
    }

    private static string Devices(int count) => count == 1 ? "the device" : $"the {count} devices";

    private static double Share(FleetHealth health) => health.Devices - health.Asleep is > 0 and var reachable ? (double)health.Online / reachable : 1;

    private static int DevicesIn(FleetHealth health, string? segment) =>
        segment is null ? health.Devices : health.Segments.FirstOrDefault(known => known.Name == segment)?.Devices ?? 0;

    private static string Where(string? segment) => segment is null ? "" : $"in segment '{segment}', ";

    /// <summary>How long nothing was heard on any of these ports; <c>null</c>: not so long.</summary>
    private static TimeSpan? SilentFor(IReadOnlyList<UdpPortHealth> ports, DateTimeOffset now, TuyaHealthOptions options)
    {
        if (options.SilentFor <= TimeSpan.Zero || !ports.Any(port => port.Bound))
            return null;
        var last = ports.Max(port => port.LastHeardAt > port.BoundAt ? port.LastHeardAt : port.BoundAt ?? port.LastHeardAt);
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
            var name = port.Segment is { } segment ? $"udp_{port.Port}_{segment}" : $"udp_{port.Port}";
            data[$"{name}_bound"] = port.Bound;
            data[$"{name}_datagrams"] = port.Datagrams;
        }

        foreach (var segment in health.Segments)
        {
            data[$"segment_{segment.Name}_available"] = segment.IsAvailable;
            data[$"segment_{segment.Name}_devices"] = segment.Devices;
            data[$"segment_{segment.Name}_online"] = segment.Online;
        }

        return data;
    }
}
