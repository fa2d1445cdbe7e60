using System.Globalization;
using TuyaActors.Node.Json;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Screen;

/// <summary>What is said of a DP in a word or two.</summary>
internal static class DpWords
{
    /// <summary>Its value as it came, and where the mapping tells a scale or a unit, what it means: "2301 (230.1 V)".</summary>
    public static string Value(DpJson dp) => dp.Value is not { } value ? "-"
        : value.Kind == DpKind.Integer && dp.Scale is > 0 and var scale ? $"{value.AsJson()} ({Scaled(value.AsInteger(), scale)}{Unit(dp)})"
        : value.Kind == DpKind.Integer ? value.AsJson() + Unit(dp)
        : value.AsJson();

    /// <summary>Its type in the product's model, else those that its values had.</summary>
    public static string Type(DpJson dp) => (dp.Type ?? (dp.Types is { Count: > 0 } types ? string.Join(" or ", types) : "-")) + (dp.Measured == true ? ", measured" : "");

    /// <summary>What is allowed, where the mapping says it; else what was seen.</summary>
    public static string Range(DpJson dp) => dp switch
    {
        { Options: { Count: > 0 } options } => string.Join(", ", options),
        { Lowest: { } lowest, Highest: { } highest } => string.Create(CultureInfo.InvariantCulture, $"{lowest} to {highest}{(dp.Step is > 1 and var step ? $" by {step}" : "")}"),
        { Min: { } least, Max: { } most } => string.Create(CultureInfo.InvariantCulture, $"seen {least} to {most}"),
        { Texts: { Count: > 0 } texts } => $"seen {string.Join(", ", texts)}",
        _ => "",
    };

    private static string Unit(DpJson dp) => dp.Unit is { Length: > 0 } unit ? $" {unit}" : "";

    private static string Scaled(long number, int scale) => (number / (decimal)Math.Pow(10, scale)).ToString($"F{scale}", CultureInfo.InvariantCulture);
}
