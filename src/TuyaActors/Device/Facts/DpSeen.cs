using System.Collections.Immutable;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Device.Facts;

/// <summary>What a DP has shown of itself. Pure.</summary>
/// <param name="Id">Which.</param>
/// <param name="Types">The types that its values had.</param>
/// <param name="Min">The least integer seen; <c>null</c>: none was.</param>
/// <param name="Max">The greatest integer seen; <c>null</c>: none was.</param>
internal readonly record struct DpSeen(int Id, DpTypes Types, long? Min, long? Max)
{
    /// <summary>Modes of lamps and heaters are ten at most; more different texts are no enumeration.</summary>
    public const int MostTexts = 16;

    /// <summary>Scenes, colours and codes of remote controls are longer.</summary>
    public const int LongestText = 32;

    /// <summary>The texts seen, in order, while they look like an enumeration's; default: they do not.</summary>
    public ImmutableArray<string> Texts { get; init; } = [];

    /// <summary>Nothing but its number.</summary>
    public static DpSeen Of(int id) => new(id, DpTypes.None, null, null);

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
        return this with { Types = types, Min = Min < number ? Min : number, Max = Max > number ? Max : number };
    }

    /// <summary>Both together.</summary>
    public DpSeen Merge(DpSeen other) => new(Id, Types | other.Types, Least(Min, other.Min), Greatest(Max, other.Max))
    {
        Texts = Texts.IsDefault || other.Texts.IsDefault ? default : Few(Texts.Union(other.Texts)),
    };

    /// <summary>By value, texts included.</summary>
    public bool Equals(DpSeen other) =>
        (Id, Types, Min, Max, Texts.IsDefault) == (other.Id, other.Types, other.Min, other.Max, other.Texts.IsDefault) && (Texts.IsDefault || Texts.AsSpan().SequenceEqual(other.Texts.AsSpan()));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Types, Min, Max);

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

    private static long? Least(long? a, long? b) => b is null || a < b ? a : b;

    private static long? Greatest(long? a, long? b) => b is null || a > b ? a : b;
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
