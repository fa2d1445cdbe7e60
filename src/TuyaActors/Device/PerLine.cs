namespace TuyaActors.Device;

/// <summary>
/// One value for the device itself and one for each behind it, by cid. Nobody is behind most devices, and then it is no more than that one
/// value. The default of <typeparamref name="T"/> means that there is none.
/// </summary>
/// <remarks>A struct, so that a device without anything to keep keeps nothing: it stands in a field that is not read-only.</remarks>
internal struct PerLine<T>
{
    private T? _own;
    private Dictionary<string, T>? _behind;

    /// <summary>With nothing.</summary>
    public PerLine()
    {
    }

    /// <summary>What there is; setting the default takes it away.</summary>
    /// <param name="cid">Which; <c>null</c> (or empty): the device itself.</param>
    public T? this[string? cid]
    {
        readonly get => string.IsNullOrEmpty(cid) ? _own : _behind is null ? default : _behind.GetValueOrDefault(cid);
        set
        {
            if (string.IsNullOrEmpty(cid))
                _own = value;
            else if (!IsNone(value))
                (_behind ??= new Dictionary<string, T>(StringComparer.Ordinal))[cid] = value!;
            else if (_behind is not null && _behind.Remove(cid) && _behind.Count == 0)
                _behind = null;
        }
    }

    /// <summary>Whether there is no value at all.</summary>
    public readonly bool IsEmpty => _behind is null && IsNone(_own);

    /// <summary>All that there are, the device's own first (its cid is <c>null</c>). A copy: what is changed meanwhile does not matter.</summary>
    public readonly IReadOnlyList<(string? Cid, T Value)> All
    {
        get
        {
            var count = (IsNone(_own) ? 0 : 1) + (_behind?.Count ?? 0);
            if (count == 0)
                return [];
            var all = new List<(string? Cid, T Value)>(count);
            if (!IsNone(_own))
                all.Add((null, _own!));
            foreach (var (cid, value) in _behind ?? [])
                all.Add((cid, value));
            return all;
        }
    }

    /// <summary>Who has one.</summary>
    public readonly IEnumerable<string?> Lines => All.Select(line => line.Cid);

    /// <summary>Takes all away.</summary>
    public void Clear() => (_own, _behind) = (default, null);

    private static bool IsNone(T? value) => EqualityComparer<T?>.Default.Equals(value, default);
}
