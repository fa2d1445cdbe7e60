namespace TuyaActors.Node.Json;

/// <summary>What was done, as a sentence.</summary>
internal sealed record DoneJson(string Done);
