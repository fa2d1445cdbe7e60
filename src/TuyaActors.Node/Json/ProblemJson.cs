namespace TuyaActors.Node.Json;

/// <summary>Problem details of RFC 9457. <paramref name="Errors"/> has, for each field of the request that is wrong, what is allowed.</summary>
internal sealed record ProblemJson(string Type, string Title, int Status, string Detail, IReadOnlyDictionary<string, string[]>? Errors = null);
