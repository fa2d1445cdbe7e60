using TuyaActors.Chaos.Trials;
using TuyaActors.Messages;

namespace TuyaActors.Chaos.Chaos;

/// <summary>What a chaos run came to.</summary>
public sealed record ChaosResult
{
    /// <summary>Of what was drawn.</summary>
    public required int Seed { get; init; }

    /// <summary>Devices and sub-devices.</summary>
    public required (int Devices, int SubDevices) Size { get; init; }

    /// <summary>How often each kind of fault was made.</summary>
    public required IReadOnlyDictionary<string, long> Faults { get; init; }

    /// <summary>How often each outcome came.</summary>
    public required IReadOnlyDictionary<string, long> Outcomes { get; init; }

    /// <summary>How often each diagnosis was made.</summary>
    public required IReadOnlyDictionary<DiagnosisKind, long> Diagnoses { get; init; }

    /// <summary>How long devices took to come back, and from what.</summary>
    public required IReadOnlyList<(string Fault, TimeSpan Time)> Recoveries { get; init; }

    /// <summary>How often a device came online again.</summary>
    public required long Reconnects { get; init; }

    /// <summary>How often an operator had to tell a device to connect, because its key had been refused.</summary>
    public required long OperatorWords { get; init; }

    /// <summary>Reports that subscribers got.</summary>
    public required long Reports { get; init; }

    /// <summary>Lines at information and above.</summary>
    public required long LogLines { get; init; }

    /// <summary>Second clients that devices turned away.</summary>
    public required long SecondClients { get; init; }

    /// <summary>Before the first fault, after the last recovery.</summary>
    public required (Footprint Before, Footprint After) Footprints { get; init; }

    /// <summary>What was wrong, a sentence each; empty where all was as it must be.</summary>
    public required IReadOnlyList<string> Wrong { get; init; }
}
