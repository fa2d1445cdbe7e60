#nullable disable
using System.Diagnostics.CodeAnalysis;

namespace Akka.Util;

/// <summary>
/// A dictionary for what mostly has a member or two, or none, and there are very many of: a few stand in an array and are looked for one
/// by one, more of them in a dictionary. In the order of their coming, as long as they are few.
/// </summary>
/// <remarks>A struct, so that an empty one takes no more than its two fields: it stands in a field that is not read-only.</remarks>
internal struct SmallMap<TKey, TValue>
    where TKey : class
{
    // Beyond this many it is quicker to hash.
    private const int MostOfFew = 8;

    // A key that is null ends it.
    private KeyValuePair<TKey, TValue>[] _few;
    private Dictionary<TKey, TValue> _many;

    public readonly int Count => _many?.Count ?? CountOfFew;

    /// <summary>All there are. A copy: what changes meanwhile does not matter.</summary>
    public readonly IReadOnlyList<KeyValuePair<TKey, TValue>> All =>
        _many is not null ? [.. _many] : _few is null ? [] : _few[..CountOfFew];

    public readonly bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_many is not null)
            return _many.TryGetValue(key, out value);
        var at = Find(key);
        value = at < 0 ? default : _few[at].Value;
        return at >= 0;
    }

    public readonly bool ContainsKey(TKey key) => TryGetValue(key, out _);

    /// <summary>Puts it in; what stood under the key is replaced.</summary>
    public void Set(TKey key, TValue value)
    {
        if (_many is not null)
        {
            _many[key] = value;
            return;
        }

        var at = Find(key);
        if (at < 0)
            at = CountOfFew;
        if (at == MostOfFew)
        {
            _many = new Dictionary<TKey, TValue>(_few) { [key] = value };
            _few = null;
            return;
        }

        if (at == (_few?.Length ?? 0))
            Array.Resize(ref _few, Math.Max(1, 2 * at));
        _few[at] = new KeyValuePair<TKey, TValue>(key, value);
    }

    public bool Remove(TKey key) => Remove(key, out _);

    public bool Remove(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_many is not null)
        {
            var isRemoved = _many.Remove(key, out value);
            if (_many.Count == 0)
                _many = null;
            return isRemoved;
        }

        var at = Find(key);
        value = at < 0 ? default : _few[at].Value;
        if (at < 0)
            return false;
        Array.Copy(_few, at + 1, _few, at, _few.Length - at - 1);
        _few[^1] = default;
        if (_few[0].Key is null)
            _few = null;
        return true;
    }

    public void Clear() => (_few, _many) = (null, null);

    private readonly int CountOfFew
    {
        get
        {
            var count = 0;
            while (count < (_few?.Length ?? 0) && _few[count].Key is not null)
                count++;
            return count;
        }
    }

    private readonly int Find(TKey key)
    {
        for (var i = 0; i < (_few?.Length ?? 0) && _few[i].Key is { } other; i++)
        {
            if (other.Equals(key))
                return i;
        }

        return -1;
    }
}
