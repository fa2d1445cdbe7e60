using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace TuyaActors.Node.Definitions;

/// <summary>
/// What tinytuya's <c>devices.json</c> says of one DP under <c>mapping</c>. Source: files of tinytuya's wizard, where <c>values</c> is an object, or (older ones)
/// the text of one.
/// </summary>
/// <param name="Dp">Which.</param>
/// <param name="Code">Its name in Tuya's product model, e.g. <c>switch_1</c>.</param>
/// <param name="Type">boolean, integer, enum, string, json, bitmap or raw.</param>
internal sealed record DpMapping(int Dp, string? Code, string? Type)
{
    private const string Field = "mapping";

    // What ends like this is measured, and passed over where it is set: the mapping does not tell them apart.
    private static readonly string[] Measured = ["_state", "_current", "_status", "_value", "_alarm", "_fault"];

    private static readonly FrozenSet<string> AlsoMeasured = FrozenSet.Create(
        "add_ele", "cur_current", "cur_power", "cur_voltage", "fault", "humidity", "temperature", "temp_current", "va_temperature", "va_humidity", "battery_percentage",
        "battery_state", "battery", "doorcontact_state", "pir", "presence_state", "percent_state", "work_state", "electric_coe", "voltage_coe", "power_coe", "electricity_coe");

    private static readonly FrozenSet<string> SetAllTheSame = FrozenSet.Create("bright_value", "temp_value", "backlight_state", "relay_status", "light_mode");

    /// <summary>The unit, after scaling.</summary>
    public string? Unit { get; init; }

    /// <summary>Decimal places: 1 means that 235 stands for 23.5.</summary>
    public int? Scale { get; init; }

    /// <summary>From one allowed number to the next.</summary>
    public long? Step { get; init; }

    /// <summary>The least number allowed.</summary>
    public long? Lowest { get; init; }

    /// <summary>The greatest number allowed.</summary>
    public long? Highest { get; init; }

    /// <summary>The words allowed; of a bitmap, the names of its bits.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>Whether it is measured, going by its name.</summary>
    public bool IsMeasured => Type == "bitmap"
        || (Code is { } code && !SetAllTheSame.Contains(code) && (AlsoMeasured.Contains(code) || Measured.Any(end => code.EndsWith(end, StringComparison.Ordinal))));

    /// <summary>Reads a definition's details; what it does not understand it passes over.</summary>
    public static IReadOnlyDictionary<int, DpMapping> Read(string? details)
    {
        if (details is null)
        {
            return FrozenDictionary<int, DpMapping>.Empty;
        }

        try
        {
            using var document = JsonDocument.Parse(details);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty(Field, out var mapping) && mapping.ValueKind == JsonValueKind.Object
                ? mapping.EnumerateObject().Select(Read).OfType<DpMapping>().DistinctBy(dp => dp.Dp).ToDictionary(dp => dp.Dp)
                : FrozenDictionary<int, DpMapping>.Empty;
        }
        catch (JsonException)
        {
            return FrozenDictionary<int, DpMapping>.Empty;
        }
    }

    private static DpMapping? Read(JsonProperty property)
    {
        if (!int.TryParse(property.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var dp) || property.Value.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var mapping = new DpMapping(dp, Text(property.Value, "code"), Text(property.Value, "type")?.ToLowerInvariant());
        if (!property.Value.TryGetProperty("values", out var values))
        {
            return mapping;
        }

        if (values.ValueKind != JsonValueKind.String)
        {
            return mapping.With(values);
        }

        try
        {
            using var text = JsonDocument.Parse(values.GetString()!);
            return mapping.With(text.RootElement);
        }
        catch (JsonException)
        {
            return mapping;
        }
    }

    private DpMapping With(JsonElement values) => values.ValueKind != JsonValueKind.Object ? this : this with
    {
        Unit = Text(values, "unit") is { Length: > 0 } unit ? unit : null,
        Scale = Number(values, "scale") is >= 0 and <= 9 and var scale ? (int)scale : null,
        Step = Number(values, "step") is > 0 and var step ? step : null,
        Lowest = Number(values, "min"),
        Highest = Number(values, "max"),
        Options = [.. Words(values, "range").Concat(Words(values, "label"))],
    };

    private static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long? Number(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    private static IEnumerable<string> Words(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
        ? value.EnumerateArray().Where(word => word.ValueKind == JsonValueKind.String).Select(word => word.GetString()!)
        : [];
}
