using TuyaActors.Protocol;

namespace TuyaActors.Simulator.Profiles;

/// <summary>One data point of a profile: its number, its code in Tuya's product model, and which values it accepts.</summary>
public sealed record DpDefinition
{
    /// <summary>The DP's number, 1 to 255.</summary>
    public required int Id { get; init; }

    /// <summary>The code in Tuya's product model, for example <c>switch_1</c>.</summary>
    public required string Code { get; init; }

    /// <summary>What kind of value it holds.</summary>
    public required DpType Type { get; init; }

    /// <summary>Whether a client may set it; a device ignores a command for the others.</summary>
    public bool Writable { get; init; } = true;

    /// <summary>Smallest value of an <see cref="DpType.Integer"/>.</summary>
    public long Minimum { get; init; }

    /// <summary>Greatest value of an <see cref="DpType.Integer"/>.</summary>
    public long Maximum { get; init; }

    /// <summary>Decimal places: 1 means that 235 stands for 23.5.</summary>
    public int Scale { get; init; }

    /// <summary>The step between two values of an <see cref="DpType.Integer"/>.</summary>
    public long Step { get; init; } = 1;

    /// <summary>The unit of an <see cref="DpType.Integer"/>, after scaling; empty where there is none.</summary>
    public string Unit { get; init; } = "";

    /// <summary>The words that an <see cref="DpType.Enum"/> knows.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>The longest <see cref="DpType.String"/>, in characters.</summary>
    public int MaximumLength { get; init; } = 255;

    /// <summary>A true or false.</summary>
    public static DpDefinition Switch(int id, string code, bool writable = true)
        => new() { Id = id, Code = code, Type = DpType.Boolean, Writable = writable };

    /// <summary>A whole number from <paramref name="minimum"/> to <paramref name="maximum"/>.</summary>
    public static DpDefinition Number(int id, string code, long minimum, long maximum, string unit = "", int scale = 0, long step = 1, bool writable = true)
        => new()
        {
            Id = id,
            Code = code,
            Type = DpType.Integer,
            Minimum = minimum,
            Maximum = maximum,
            Unit = unit,
            Scale = scale,
            Step = step,
            Writable = writable,
        };

    /// <summary>One word out of <paramref name="words"/>.</summary>
    public static DpDefinition Choice(int id, string code, params IReadOnlyList<string> words)
        => new() { Id = id, Code = code, Type = DpType.Enum, Words = words };

    /// <summary>A text of at most <paramref name="maximumLength"/> characters.</summary>
    public static DpDefinition Text(int id, string code, int maximumLength)
        => new() { Id = id, Code = code, Type = DpType.String, MaximumLength = maximumLength };

    /// <summary>Whether <paramref name="value"/> is of this DP's kind and within its range.</summary>
    public bool Accepts(DpValue value) => Type switch
    {
        DpType.Boolean => value.Kind is DpKind.Boolean,
        DpType.Integer => value.Kind is DpKind.Integer && value.AsInteger() is var number && number >= Minimum && number <= Maximum,
        DpType.Enum => value.Kind is DpKind.String && Words.Contains(value.AsString(), StringComparer.Ordinal),
        _ => value.Kind is DpKind.String && value.AsString().Length <= MaximumLength,
    };
}
