using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using TuyaActors.Messages;
using TuyaActors.Node.Definitions;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Metrics;

/// <summary>
/// What each device reports, in Prometheus' text format 0.0.4: from what the fleet knows already, so that a scrape touches no device. A meter of
/// OpenTelemetry would keep the series of devices and DPs that are gone.
/// </summary>
internal static class DeviceSeries
{
    private static readonly ConditionalWeakTable<string, IReadOnlyDictionary<int, DpMapping>> Mappings = [];

    /// <summary>Writes all series of all devices.</summary>
    /// <param name="devices">How they stand.</param>
    /// <param name="details">Their definitions' details, which may have a mapping, by id.</param>
    public static string Write(IReadOnlyList<DeviceSnapshot> devices, IReadOnlyDictionary<DeviceId, string?> details)
    {
        var text = new StringBuilder();
        Head(text, "tuya_device_up", "gauge", "Whether the device is well: 1 it is, 0 it is not.");
        foreach (var device in devices)
        {
            Line(text, "tuya_device_up", device.State.IsWell() ? "1" : "0", Who(device));
        }

        Head(text, "tuya_device_info", "gauge", "What is known of the device; always 1.");
        foreach (var device in devices)
        {
            Line(text, "tuya_device_info", "1", [.. Who(device), ("group", device.Group ?? ""), ("version", device.Version?.ToText() ?? ""), ("product", device.ProductName ?? ""), ("segment", device.Segment ?? "")]);
        }

        Head(text, "tuya_device_last_report_timestamp_seconds", "gauge", "When the device reported last, in seconds since 1970.");
        foreach (var device in devices)
        {
            if (device.ReportedAt is { } at)
            {
                Line(text, "tuya_device_last_report_timestamp_seconds", (at.ToUnixTimeMilliseconds() / 1000.0).ToString(CultureInfo.InvariantCulture), Who(device));
            }
        }

        Head(text, "tuya_device_dp", "gauge", "What the device reported last, by DP: numbers (scaled where its mapping says how), and truth values as 1 and 0. Also while the device is away.");
        foreach (var device in devices)
        {
            var mapping = details.GetValueOrDefault(device.DeviceId) is { } json ? Mappings.GetValue(json, DpMapping.Read) : null;
            foreach (var (dp, value) in device.Reported)
            {
                var known = mapping?.GetValueOrDefault(dp);
                if (Number(value, known?.Scale ?? 0) is { } number)
                {
                    Line(text, "tuya_device_dp", number, [.. Who(device), ("dp", dp.ToString(CultureInfo.InvariantCulture)), ("code", known?.Code ?? ""), ("unit", known?.Unit ?? "")]);
                }
            }
        }

        return text.ToString();
    }

    private static string? Number(DpValue value, int scale) => value.Kind switch
    {
        DpKind.Boolean => value.AsBoolean() ? "1" : "0",
        DpKind.Integer when scale == 0 => value.AsInteger().ToString(CultureInfo.InvariantCulture),
        DpKind.Integer => (value.AsInteger() / (decimal)Math.Pow(10, scale)).ToString(CultureInfo.InvariantCulture),
        DpKind.Json when decimal.TryParse(value.AsJson(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    private static (string, string)[] Who(DeviceSnapshot device) => [("id", device.DeviceId.Value), ("name", device.Name)];

    private static void Head(StringBuilder text, string name, string type, string help) =>
        text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

    private static void Line(StringBuilder text, string name, string value, ReadOnlySpan<(string Name, string Value)> labels)
    {
        text.Append(name).Append('{');
        for (var i = 0; i < labels.Length; i++)
        {
            text.Append(i == 0 ? "" : ",").Append(labels[i].Name).Append("=\"").Append(Escaped(labels[i].Value)).Append('"');
        }

        text.Append("} ").Append(value).Append('\n');
    }

    private static string Escaped(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace('\r', ' ');
}
