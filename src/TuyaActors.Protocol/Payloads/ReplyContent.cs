namespace TuyaActors.Protocol.Payloads;

/// <summary>What a device said.</summary>
/// <param name="Kind">Which of the other members matter.</param>
/// <param name="Dps">The DPs reported, wherever in the JSON they stood; empty where there are none.</param>
/// <param name="Cid">The sub-device that the DPs belong to, from the root or from <c>data</c>.</param>
/// <param name="T">The device's time, Unix seconds.</param>
/// <param name="Text">The payload as text: for Json, Raw and DataUnvalid; null where it is no UTF-8.</param>
public sealed record ReplyContent(ReplyKind Kind, DpSet Dps, string? Cid = null, long? T = null, string? Text = null)
{
    /// <summary>An ACK without payload.</summary>
    public static ReplyContent Empty { get; } = new(ReplyKind.Empty, DpSet.Empty);

    /// <summary>The cids that a gateway calls online.</summary>
    public IReadOnlyList<string> OnlineCids { get; init; } = [];

    /// <summary>The cids that a gateway calls offline.</summary>
    public IReadOnlyList<string> OfflineCids { get; init; } = [];

    /// <summary>The cids that a gateway hears but does not own.</summary>
    public IReadOnlyList<string> NearbyCids { get; init; } = [];

    /// <summary>What could not be read, as a sentence; null where all could.</summary>
    public string? Problem { get; init; }
}
