namespace TuyaActors.Chaos.Soak;

/// <summary>What a soak came to.</summary>
public sealed record SoakResult
{
    /// <summary>Of what was drawn.</summary>
    public required int Seed { get; init; }

    /// <summary>Devices, and those behind gateways.</summary>
    public required int Devices { get; init; }

    /// <summary>All samples.</summary>
    public required IReadOnlyList<SoakSample> Samples { get; init; }

    /// <summary>How each quantity went.</summary>
    public required IReadOnlyList<SoakTrend> Trends { get; init; }

    /// <summary>How often each kind of fault was made; empty where the devices did not live to tell.</summary>
    public required IReadOnlyDictionary<string, long> Faults { get; init; }

    /// <summary>How often each outcome of a command came.</summary>
    public required IReadOnlyDictionary<string, long> Outcomes { get; init; }

    /// <summary>How much there was of everything else, by name.</summary>
    public required IReadOnlyDictionary<string, long> Load { get; init; }

    /// <summary>What went wrong besides growth, a sentence each.</summary>
    public required IReadOnlyList<string> Troubles { get; init; }

    /// <summary>All that is wrong; empty where all is as it must be.</summary>
    public IReadOnlyList<string> Wrong => [.. Trends.Where(t => t.Wrong is not null).Select(t => t.Wrong!), .. Troubles];
}
