using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace TuyaActors.Protocol;

/// <summary>
/// Some DPs of a device, immutable and sorted by DP id; equality is by value. Ids are 1 to 65,535 (devices use 1 to 255).
/// </summary>
[SuppressMessage("Naming", "CA1710", Justification = "A DP set is what the field calls it.")]
public sealed partial class DpSet : IReadOnlyDictionary<int, DpValue>, IEquatable<DpSet>
{
    /// <summary>The lowest DP id.</summary>
    public const int MinId = 1;

    /// <summary>The highest DP id accepted.</summary>
    public const int MaxId = 65535;

    private readonly int[] _ids;
    private readonly DpValue[] _values;

    private DpSet(int[] ids, DpValue[] values)
    {
        _ids = ids;
        _values = values;
    }

    /// <summary>No DP at all.</summary>
    public static DpSet Empty { get; } = new([], []);

    /// <inheritdoc/>
    public int Count => _ids.Length;

    /// <inheritdoc/>
    public IEnumerable<int> Keys => _ids.AsEnumerable();

    /// <inheritdoc/>
    public IEnumerable<DpValue> Values => _values.AsEnumerable();

    /// <inheritdoc/>
    public DpValue this[int key] =>
        TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"There is no DP {key} in this set.");

    /// <summary>The given DPs; of one id given twice the last counts.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An id is outside 1 to 65,535.</exception>
    public static DpSet Of(params ReadOnlySpan<(int Id, DpValue Value)> dps)
    {
        var builder = new DpSetBuilder();
        foreach (var (id, value) in dps)
        {
            builder.Add(RequireId(id), value);
        }

        return builder.Build();
    }

    /// <inheritdoc cref="Of"/>
    public static DpSet Create(IEnumerable<KeyValuePair<int, DpValue>> dps)
    {
        ArgumentNullException.ThrowIfNull(dps);
        if (dps is DpSet already)
        {
            return already;
        }

        var builder = new DpSetBuilder();
        foreach (var (id, value) in dps)
        {
            builder.Add(RequireId(id), value);
        }

        return builder.Build();
    }

    /// <inheritdoc/>
    public bool ContainsKey(int key) => Array.BinarySearch(_ids, key) >= 0;

    /// <inheritdoc/>
    public bool TryGetValue(int key, [MaybeNullWhen(false)] out DpValue value)
    {
        var index = Array.BinarySearch(_ids, key);
        value = index >= 0 ? _values[index] : default;
        return index >= 0;
    }

    /// <summary>This set with one DP added or replaced.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id is outside 1 to 65,535.</exception>
    public DpSet With(int id, DpValue value) => Merge(Of((id, value)));

    /// <summary>This set without one DP; itself where it has none such.</summary>
    public DpSet Without(int id)
    {
        var index = Array.BinarySearch(_ids, id);
        return index < 0 ? this : Count == 1 ? Empty : new DpSet(Cut(_ids, index), Cut(_values, index));
    }

    /// <summary>Both sets together; where both have a DP the newer value counts. Itself where nothing changes.</summary>
    public DpSet Merge(DpSet newer)
    {
        ArgumentNullException.ThrowIfNull(newer);
        if (newer.Count == 0 || ReferenceEquals(this, newer))
        {
            return this;
        }

        return Count == 0 ? newer : newer.CountChanges(this) == 0 ? this : MergeSorted(newer);
    }

    /// <summary>
    /// This set in parts of at most so many DPs, in the order of their ids: some devices take only a few at a time, and drop or misread the rest.
    /// </summary>
    /// <param name="most">The most DPs of a part, 1 or more.</param>
    public IReadOnlyList<DpSet> Split(int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        if (Count <= most)
        {
            return Count == 0 ? [] : [this];
        }

        var parts = new List<DpSet>((Count + most - 1) / most);
        for (var at = 0; at < Count; at += most)
        {
            var end = Math.Min(at + most, Count);
            parts.Add(new DpSet(_ids[at..end], _values[at..end]));
        }

        return parts;
    }

    /// <summary>Those DPs of this set that the older one has not, or has with another value.</summary>
    public DpSet ChangesFrom(DpSet older)
    {
        ArgumentNullException.ThrowIfNull(older);
        var count = CountChanges(older);
        if (count == 0 || count == Count)
        {
            return count == 0 ? Empty : this;
        }

        var (ids, values, at) = (new int[count], new DpValue[count], 0);
        for (var i = 0; i < _ids.Length; i++)
        {
            if (IsChange(i, older))
            {
                ids[at] = _ids[i];
                values[at++] = _values[i];
            }
        }

        return new DpSet(ids, values);
    }

    /// <inheritdoc/>
    public bool Equals(DpSet? other) =>
        ReferenceEquals(this, other)
        || (other is not null && _ids.AsSpan().SequenceEqual(other._ids) && _values.AsSpan().SequenceEqual(other._values));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DpSet);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        for (var i = 0; i < _ids.Length; i++)
        {
            hash.Add(_ids[i]);
            hash.Add(_values[i]);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<int, DpValue>> GetEnumerator()
    {
        for (var i = 0; i < _ids.Length; i++)
        {
            yield return new KeyValuePair<int, DpValue>(_ids[i], _values[i]);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The JSON text, as on the wire: <c>{"1":true,"20":"x"}</c>.</summary>
    public override string ToString() => ToJson();

    internal static DpSet FromSorted(int[] ids, DpValue[] values) => ids.Length == 0 ? Empty : new DpSet(ids, values);

    private static int RequireId(int id) =>
        id is >= MinId and <= MaxId ? id : throw new ArgumentOutOfRangeException(nameof(id), id, $"A DP id is {MinId} to {MaxId}.");

    private static T[] Cut<T>(T[] items, int index) => [.. items.AsSpan(0, index), .. items.AsSpan(index + 1)];

    private int CountChanges(DpSet older)
    {
        var count = 0;
        for (var i = 0; i < _ids.Length; i++)
        {
            count += IsChange(i, older) ? 1 : 0;
        }

        return count;
    }

    private bool IsChange(int index, DpSet older) => !older.TryGetValue(_ids[index], out var before) || before != _values[index];

    private DpSet MergeSorted(DpSet newer)
    {
        var builder = new DpSetBuilder();
        int mine = 0, theirs = 0;
        while (mine < Count || theirs < newer.Count)
        {
            if (theirs == newer.Count || (mine < Count && _ids[mine] < newer._ids[theirs]))
            {
                builder.Add(_ids[mine], _values[mine]);
                mine++;
                continue;
            }

            if (mine < Count && _ids[mine] == newer._ids[theirs])
            {
                mine++;
            }

            builder.Add(newer._ids[theirs], newer._values[theirs]);
            theirs++;
        }

        return builder.Build();
    }
}
