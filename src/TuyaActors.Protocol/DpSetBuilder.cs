using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace TuyaActors.Protocol;

/// <summary>
/// Collects DPs in any order; ascending ids, as devices send them, cost no search. The first eight, which is what most payloads hold, are
/// collected on the stack, so that a set costs its own memory only.
/// </summary>
internal ref struct DpSetBuilder
{
    private const int Few = 8;

    private FewOf<int> _fewIds;
    private FewOf<DpValue> _fewValues;
    private int[]? _manyIds;
    private DpValue[]? _manyValues;
    private int _count;
    private int _last;

    [UnscopedRef]
    private Span<int> Ids => _manyIds ?? (Span<int>)_fewIds;

    [UnscopedRef]
    private Span<DpValue> Values => _manyValues ?? (Span<DpValue>)_fewValues;

    public void Add(int id, DpValue value)
    {
        // Ids are positive, so the first is above none.
        if (id > _last)
        {
            _last = id;
            Append(id, value);
            return;
        }

        var index = Ids[.._count].BinarySearch(id);
        if (index >= 0)
        {
            Values[index] = value;
            return;
        }

        Insert(~index, id, value);
    }

    public DpSet Build() => DpSet.FromSorted(Ids[.._count].ToArray(), Values[.._count].ToArray());

    private void Append(int id, DpValue value)
    {
        var count = _count;
        if (count >= Few || _manyIds is not null)
        {
            Insert(count, id, value);
            return;
        }

        _fewIds[count] = id;
        _fewValues[count] = value;
        _count = count + 1;
    }

    private void Insert(int index, int id, DpValue value)
    {
        if (_count == Ids.Length)
        {
            Grow();
        }

        var ids = Ids;
        var values = Values;
        if (index < _count)
        {
            ids[index.._count].CopyTo(ids[(index + 1)..]);
            values[index.._count].CopyTo(values[(index + 1)..]);
        }

        ids[index] = id;
        values[index] = value;
        _count++;
    }

    private void Grow()
    {
        var (ids, values) = (new int[_count * 2], new DpValue[_count * 2]);
        Ids.CopyTo(ids);
        Values.CopyTo(values);
        (_manyIds, _manyValues) = (ids, values);
    }

    [InlineArray(Few)]
    private struct FewOf<T>
    {
        private T _first;
    }
}
