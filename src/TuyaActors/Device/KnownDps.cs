using TuyaActors.Device.Facts;
using TuyaActors.Protocol;

namespace TuyaActors.Device;

/// <summary>
/// Which DPs a device and those behind it have shown, and of what kind: who must be asked by DP is asked for these. They outlive the values
/// and every connection.
/// </summary>
internal sealed class KnownDps
{
    /// <summary>No device has this many; one that invents DPs shall not fill the memory.</summary>
    public const int MostOfOne = 256;

    private readonly Dictionary<string, SortedDictionary<int, DpSeen>> _shown = new(StringComparer.Ordinal);

    private readonly HashSet<string> _probed = new(StringComparer.Ordinal);

    /// <summary>Whose DPs are known, by cid; the device itself has the empty one.</summary>
    public IReadOnlyCollection<string> Lines => _shown.Keys;

    /// <summary>What is known, by DP; <paramref name="cid"/> null: of the device itself.</summary>
    public IReadOnlyCollection<int> Of(string? cid) => _shown.TryGetValue(cid ?? "", out var shown) ? shown.Keys : [];

    /// <summary>The same, with what each has shown of itself.</summary>
    public IReadOnlyCollection<DpSeen> SeenOf(string? cid) => _shown.TryGetValue(cid ?? "", out var shown) ? shown.Values : [];

    /// <summary>Whether to look for DPs: once for each device, and again while none is known. What it pushed before was no complete picture.</summary>
    public bool IsToProbe(string? cid) => _probed.Add(cid ?? "") || Of(cid).Count == 0;

    /// <summary>A probe had no answer: what it would have shown is still unknown.</summary>
    public void ProbeAgain(string? cid) => _probed.Remove(cid ?? "");

    /// <summary>It said this. True: it has shown a DP, or a type of a DP, for the first time.</summary>
    public bool Note(string? cid, DpSet dps)
    {
        var isNews = false;
        var shown = Shown(cid);
        foreach (var (id, value) in dps)
        {
            var isKnown = shown.TryGetValue(id, out var before);
            if (!isKnown && shown.Count >= MostOfOne)
                continue;
            var after = (isKnown ? before : DpSeen.Of(id)).With(value);
            if (isKnown && after == before)
                continue;
            shown[id] = after;
            isNews |= !isKnown || after.Types != before.Types;
        }

        return isNews;
    }

    /// <summary>It had shown these before the start.</summary>
    public void Restore(string cid, IEnumerable<DpSeen> seen)
    {
        var shown = Shown(cid);
        foreach (var one in seen)
        {
            if (shown.TryGetValue(one.Id, out var known))
                shown[one.Id] = known.Merge(one);
            else if (shown.Count < MostOfOne)
                shown[one.Id] = one;
        }
    }

    public void Forget(string cid)
    {
        _shown.Remove(cid);
        _probed.Remove(cid);
    }

    private SortedDictionary<int, DpSeen> Shown(string? cid)
    {
        if (!_shown.TryGetValue(cid ?? "", out var shown))
            _shown[cid ?? ""] = shown = [];
        return shown;
    }
}
