using TuyaActors.Protocol;

namespace TuyaActors.Device;

/// <summary>
/// Which DPs a device and those behind it have shown: who must be asked by DP is asked for these. They outlive the values and every connection.
/// </summary>
internal sealed class KnownDps
{
    /// <summary>No device has this many; one that invents DPs shall not fill the memory.</summary>
    public const int MostOfOne = 256;

    private readonly Dictionary<string, SortedSet<int>> _shown = new(StringComparer.Ordinal);

    private readonly HashSet<string> _probed = new(StringComparer.Ordinal);

    /// <summary>What is known, by DP; <paramref name="cid"/> null: of the device itself.</summary>
    public IReadOnlyCollection<int> Of(string? cid) => _shown.TryGetValue(cid ?? "", out var shown) ? shown : [];

    /// <summary>Whether to look for DPs: once for each device, and again while none is known. What it pushed before was no complete picture.</summary>
    public bool IsToProbe(string? cid) => _probed.Add(cid ?? "") || Of(cid).Count == 0;

    /// <summary>A probe had no answer: what it would have shown is still unknown.</summary>
    public void ProbeAgain(string? cid) => _probed.Remove(cid ?? "");

    public void Note(string? cid, DpSet dps)
    {
        if (!_shown.TryGetValue(cid ?? "", out var shown))
            _shown[cid ?? ""] = shown = [];
        foreach (var (id, _) in dps)
        {
            if (shown.Count < MostOfOne)
                shown.Add(id);
        }
    }

    public void Forget(string cid)
    {
        _shown.Remove(cid);
        _probed.Remove(cid);
    }
}
