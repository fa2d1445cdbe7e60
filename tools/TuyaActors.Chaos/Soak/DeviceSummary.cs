namespace TuyaActors.Chaos.Soak;

/// <summary>What the devices' process says when it ends.</summary>
/// <param name="Faults">How often each kind of fault was made.</param>
/// <param name="Impossible">What could not be made or mended.</param>
/// <param name="SecondClients">Connections that a device turned away because it had one.</param>
internal sealed record DeviceSummary(IReadOnlyDictionary<string, long> Faults, IReadOnlyList<string> Impossible, long SecondClients);
