namespace TuyaActors.Chaos.Soak;

/// <summary>What the devices' process says when it ends.</summary>
/// <param name="Faults">How often each kind of fault was made.</param>
/// <param name="Impossible">What could not be made or mended.</param>
/// <param name="SecondClients">Those that turned a connection away because they had one.</param>
internal sealed record DeviceSummary(IReadOnlyDictionary<string, long> Faults, IReadOnlyList<string> Impossible, IReadOnlyList<SecondClients> SecondClients);

/// <summary>A device that was connected to twice at once.</summary>
/// <param name="Id">Which.</param>
/// <param name="Count">How often.</param>
/// <param name="At">When, the last time.</param>
/// <param name="History">The faults that it had last.</param>
internal sealed record SecondClients(string Id, long Count, DateTimeOffset? At, string History);
