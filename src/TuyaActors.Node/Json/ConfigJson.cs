using TuyaActors.Node.Commands.Config;
using TuyaActors.Node.Configuration;

namespace TuyaActors.Node.Json;

/// <summary>The settings of a node, and what is wrong with them.</summary>
internal sealed record ConfigJson(bool Ok, IReadOnlyList<SettingJson> Settings, IReadOnlyList<string> Problems, IReadOnlyList<string> Warnings)
{
    /// <summary>The same as JSON.</summary>
    public static ConfigJson Of(IEnumerable<SettingRow> rows, ConfigFindings findings) =>
        new(findings.Problems.Count == 0, [.. rows.Select(SettingJson.Of)], findings.Problems, findings.Warnings);
}

/// <summary>One setting: its value, which way it was said, and where.</summary>
internal sealed record SettingJson(string Name, string Value, OriginSource Source, string? Where, int? Line)
{
    /// <summary>The same as JSON.</summary>
    public static SettingJson Of(SettingRow row) =>
        new(row.Name, row.Value, row.Origin.Source, row.Origin.Where.Length > 0 ? row.Origin.Where : null, row.Origin.Line);
}
