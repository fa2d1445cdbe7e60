namespace TuyaActors.Node.Serving;

/// <summary>What a node knows of itself.</summary>
/// <param name="Started">When it was started.</param>
/// <param name="IsSimulated">Whether it has simulated devices.</param>
internal sealed record NodeFacts(DateTimeOffset Started, bool IsSimulated);
