using System.Globalization;
using Spectre.Console;
using TuyaActors.Messages;
using TuyaActors.Node.Json;

namespace TuyaActors.Node.Screen;

/// <summary>What is said of a device in a word or two; states and diagnoses are called as options and JSON call them.</summary>
internal static class DeviceWords
{
    /// <summary>"online", "backoff: refused, again in 12 s".</summary>
    public static string State(DeviceJson device, DateTimeOffset now) => $"{State(device.State, device.Diagnosis)}{Again(device, now)}";

    /// <summary>"online", "backoff: refused".</summary>
    public static string State(DeviceState state, DiagnosisJson? diagnosis) =>
        diagnosis is null || JsonWord.Of(state) == JsonWord.Of(diagnosis.Kind) ? JsonWord.Of(state) : $"{JsonWord.Of(state)}: {JsonWord.Of(diagnosis.Kind)}";

    /// <summary>The colour of its state; null: none.</summary>
    public static Color? ColorOf(DeviceJson device) => UrgencyColor.Of(device.Urgency);

    /// <summary>Where it is.</summary>
    public static string Address(DeviceJson device) => device switch
    {
        { Gateway: not null } => "via gateway",
        { Address: null } => "-",
        { Port: null or 6668 } => device.Address,
        _ => new System.Net.IPEndPoint(System.Net.IPAddress.Parse(device.Address), device.Port.Value).ToString(),
    };

    /// <summary>How long ago it last reported of itself.</summary>
    public static string LastPush(DeviceJson device, DateTimeOffset now) => device.LastPushAt is { } at ? Spans.Of(now - at) : "-";

    /// <summary>"21 online, 2 backoff", the worst first.</summary>
    public static string Counts(IEnumerable<DeviceJson> devices) => string.Join(", ", devices
        .GroupBy(device => device.State)
        .OrderBy(state => state.Min(device => device.Urgency))
        .ThenBy(state => state.Key)
        .Select(state => string.Create(CultureInfo.InvariantCulture, $"{state.Count()} {JsonWord.Of(state.Key)}")));

    private static string Again(DeviceJson device, DateTimeOffset now) =>
        device is { State: DeviceState.Backoff, NextAttemptAt: { } next } && next > now ? $", again in {Spans.Of(next - now)}" : "";
}
