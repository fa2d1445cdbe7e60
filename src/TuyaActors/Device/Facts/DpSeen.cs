using TuyaActors.Protocol;

namespace TuyaActors.Device.Facts;

/// <summary>What a DP has shown of itself. Pure.</summary>
/// <param name="Id">Which.</param>
/// <param name="Types">The types that its values had.</param>
/// <param name="Min">The least integer seen; <c>null</c>: none was.</param>
/// <param name="Max">The greatest integer seen; <c>null</c>: none was.</param>
internal readonly record struct DpSeen(int Id, DpTypes Types, long? Min, long? Max)
{
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
        if (value.Kind != DpKind.Integer)
            return this with { Types = types };
        var number = value.AsInteger();
        return this with { Types = types, Min = Min < number ? Min : number, Max = Max > number ? Max : number };
    }

    /// <summary>Both together.</summary>
    public DpSeen Merge(DpSeen other) => new(Id, Types | other.Types, Least(Min, other.Min), Greatest(Max, other.Max));

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
