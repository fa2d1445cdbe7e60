using TuyaActors.Protocol;

namespace TuyaActors.Node.Json;

/// <summary>The answer of <c>status</c>.</summary>
internal sealed record StatusJson(string Id, string? Name, string? Version, string? Address, int? Port, DpSet Dps);
