namespace TuyaActors.Node.Json;

/// <summary>The answer of <c>cluster status</c>. This version's nodes do not form clusters.</summary>
/// <param name="Clustered">Whether the node is one of several.</param>
/// <param name="Node">The one that was asked.</param>
internal sealed record ClusterJson(bool Clustered, ClusterNodeJson Node);

/// <summary>One node.</summary>
internal sealed record ClusterNodeJson(string Url, string Version, string Engine, DateTimeOffset Started, string Status, int Devices, int SubDevices);
