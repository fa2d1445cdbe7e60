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

    // By DP, in order. Each is as long as it must be: it hardly ever grows, and there are many devices.
    private PerLine<DpSeen[]> _shown = new();

    private PerLine<bool> _probed = new();

    /// <summary>Whose DPs are known, by cid; the device itself has none.</summary>
    public IEnumerable<string?> Lines => _shown.Lines;

    /// <summary>What is known, by DP; <paramref name="cid"/> null: of the device itself.</summary>
    public IReadOnlyCollection<int> Of(string? cid) => Array.ConvertAll(Shown(cid), seen => seen.Id);

    /// <summary>The same, with what each has shown of itself.</summary>
    public IReadOnlyCollection<DpSeen> SeenOf(string? cid) => Shown(cid);

    /// <summary>Whether to look for DPs: once for each device, and again while none is known. What it pushed before was no complete picture.</summary>
    public bool IsToProbe(string? cid)
    {
        var isFirst = !_probed[cid];
        _probed[cid] = true;
        return isFirst || Shown(cid).Length == 0;
    }

    /// <summary>A probe had no answer: what it would have shown is still unknown.</summary>
    public void ProbeAgain(string? cid) => _probed[cid] = false;

    /// <summary>It said this. True: it has shown a DP, or a type of a DP, for the first time.</summary>
    public bool Note(string? cid, DpSet dps)
    {
        var isNews = false;
        var shown = Shown(cid);
        foreach (var (id, value) in dps)
        {
            var at = shown.AsSpan().BinarySearch(new ById(id));
            if (at >= 0)
            {
                var after = shown[at].With(value);
                isNews |= after.Types != shown[at].Types;
                shown[at] = after;
            }
            else if (shown.Length < MostOfOne)
            {
                shown = Add(cid, ~at, DpSeen.Of(id).With(value));
                isNews = true;
            }
        }

        return isNews;
    }

    /// <summary>It had shown these before the start.</summary>
    public void Restore(string cid, IEnumerable<DpSeen> seen)
    {
        var shown = Shown(cid);
        foreach (var one in seen)
        {
            var at = shown.AsSpan().BinarySearch(new ById(one.Id));
            if (at >= 0)
                shown[at] = shown[at].Merge(one);
            else if (shown.Length < MostOfOne)
                shown = Add(cid, ~at, one);
        }
    }

    public void Forget(string cid)
    {
        _shown[cid] = null;
        _probed[cid] = false;
    }

    private DpSeen[] Shown(string? cid) => _shown[cid] ?? [];

    private DpSeen[] Add(string? cid, int at, DpSeen one)
    {
        var shown = Shown(cid);
        DpSeen[] grown = [.. shown.AsSpan(0, at), one, .. shown.AsSpan(at)];
        _shown[cid] = grown;
        return grown;
    }

    private readonly struct ById(int id) : IComparable<DpSeen>
    {
        public int CompareTo(DpSeen other) => id.CompareTo(other.Id);
    }
}
