using TuyaActors.Messages;

namespace TuyaActors.Node.Json;

/// <summary>How the node is.</summary>
internal sealed record HealthJson(string Status, string? Problem, int? Devices, int? Online, int? SubDevices, int? SubDevicesOnline, IReadOnlyDictionary<string, int>? ByState, IReadOnlyList<UdpPortJson>? UdpPorts)
{
    /// <summary>The LAN segments, by name; not there in a fleet of one segment.</summary>
    public IReadOnlyList<SegmentJson>? Segments { get; init; }

    /// <summary>It runs; nothing else was asked.</summary>
    public static HealthJson Live { get; } = new("live", null, null, null, null, null, null, null);

    /// <summary>The fleet answers.</summary>
    public static HealthJson Ready(FleetHealth health) => new(
        "ready",
        null,
        health.Devices,
        health.Online,
        health.SubDevices,
        health.SubDevicesOnline,
        health.ByState.ToDictionary(s => JsonWord.Of(s.Key), s => s.Value),
        [.. health.UdpPorts.Select(UdpPortJson.Of)])
    {
        Segments = SegmentJson.AllOf(health),
    };

    /// <summary>The fleet does not answer.</summary>
    public static HealthJson NotReady(string problem) => new("not ready", problem, null, null, null, null, null, null);
}

/// <summary>One discovery port.</summary>
internal sealed record UdpPortJson(int Port, bool Bound, long Datagrams, string? Problem, DateTimeOffset? LastHeardAt, string? Segment = null)
{
    /// <summary>The port as JSON has it.</summary>
    public static UdpPortJson Of(UdpPortHealth port) => new(port.Port, port.Bound, port.Datagrams, port.Problem, port.LastHeardAt, port.Segment);
}
