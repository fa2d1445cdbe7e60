using System.Collections.Immutable;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Device.Facts;

/// <summary>What a DP has shown of itself. Pure.</summary>
/// <param name="Id">Which.</param>
/// <param name="Types">The types that its values had.</param>
internal readonly record struct DpSeen(int Id, DpTypes Types)
{
    // Every device keeps one of these for each of its DPs: the least above the greatest says in less space that there is none.
    private readonly long _min = long.MaxValue;
    private readonly long _max = long.MinValue;

    /// <summary>With a range.</summary>
    public DpSeen(int id, DpTypes types, long? min, long? max)
        : this(id, types) => (_min, _max) = (min ?? long.MaxValue, max ?? long.MinValue);

    /// <summary>The least integer seen; <c>null</c>: none was.</summary>
    public long? Min => _min > _max ? null : _min;

    /// <summary>The greatest integer seen; <c>null</c>: none was.</summary>
    public long? Max => _min > _max ? null : _max;

    /// <summary>Modes of lamps and heaters are ten at most; more different texts are no enumeration.</summary>
    public const int MostTexts = 16;

    /// <summary>Scenes, colours and codes of remote controls are longer.</summary>
    public const int LongestText = 32;

    /// <summary>The texts seen, in order, while they look like an enumeration's; default: they do not.</summary>
    public ImmutableArray<string> Texts { get; init; } = [];

    /// <summary>Nothing but its number.</summary>
    public static DpSeen Of(int id) => new(id, DpTypes.None);

    /// <summary>After one more value.</summary>
    public DpSeen With(DpValue value)
    {
        var types = Types | (value.Kind switch
        {
            DpKind.Boolean => DpTypes.Boolean,
            DpKind.Integer => DpTypes.Integer,
            DpKind.String => DpTypes.Text,
            DpKind.Json => DpTypes.Json,
            _ => DpTypes.None,
        });
        if (value.Kind == DpKind.String)
            return this with { Types = types, Texts = Texts.IsDefault || value.AsString() is var text && Texts.Contains(text) ? Texts : Few(Texts.Add(text)) };
        if (value.Kind != DpKind.Integer)
            return this with { Types = types };
        var number = value.AsInteger();
        return new DpSeen(Id, types, Math.Min(_min, number), Math.Max(_max, number)) { Texts = Texts };
    }

    /// <summary>Both together.</summary>
    public DpSeen Merge(DpSeen other) => new(Id, Types | other.Types, Math.Min(_min, other._min), Math.Max(_max, other._max))
    {
        Texts = Texts.IsDefault || other.Texts.IsDefault ? default : Few(Texts.Union(other.Texts)),
    };

    /// <summary>By value, texts included.</summary>
    public bool Equals(DpSeen other) =>
        (Id, Types, _min, _max, Texts.IsDefault) == (other.Id, other.Types, other._min, other._max, other.Texts.IsDefault) && (Texts.IsDefault || Texts.AsSpan().SequenceEqual(other.Texts.AsSpan()));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Types, _min, _max);

    /// <summary>The same for everybody.</summary>
    public DpShown ToShown() => new(Id, [.. Kinds()], Min, Max, Texts.IsDefault ? [] : Texts);

    private IEnumerable<DpKind> Kinds()
    {
        if (Types.HasFlag(DpTypes.Boolean))
            yield return DpKind.Boolean;
        if (Types.HasFlag(DpTypes.Integer))
            yield return DpKind.Integer;
        if (Types.HasFlag(DpTypes.Text))
            yield return DpKind.String;
        if (Types.HasFlag(DpTypes.Json))
            yield return DpKind.Json;
    }

    private static ImmutableArray<string> Few(IEnumerable<string> texts)
    {
        var all = texts.Order(StringComparer.Ordinal).ToImmutableArray();
        return all.Length <= MostTexts && all.All(text => text.Length <= LongestText) ? all : default;
    }
}

/// <summary>The types of a DP's values. They only grow, so that a DP that changes between two is no news each time.</summary>
[Flags]
internal enum DpTypes
{
    /// <summary>It had no value yet.</summary>
    None = 0,

    /// <summary>true or false.</summary>
    Boolean = 1,

    /// <summary>An integer.</summary>
    Integer = 2,

    /// <summary>Text.</summary>
    Text = 4,

    /// <summary>Anything else.</summary>
    Json = 8,
}
