using System.Globalization;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Definitions;
using TuyaActors.Node.Json;
using TuyaActors.Node.Screen;

namespace TuyaActors.Node.Commands.OneDevice;

/// <summary>All that is known of one device, for people.</summary>
internal static class DeviceView
{
    // So that the values stay in sight above them.
    private const int MostPeriods = 12;

    /// <summary>Writes it.</summary>
    /// <param name="environment">The world.</param>
    /// <param name="device">The device.</param>
    /// <param name="gateway">What the gateway is called that it is behind; null: that is not known.</param>
    public static void Write(CommandEnvironment environment, DeviceDetailsJson device, string? gateway = null)
    {
        var clock = environment.Time;
        new Report(environment)
            .Facts(Facts(device, gateway, clock))
            .Table("values", DpColumns(device), device.Dps)
            .Table(device.History.Count > MostPeriods ? $"history (the latest {MostPeriods} of {device.History.Count} periods; --json has all)" : "history", HistoryColumns(clock), [.. device.History.Take(MostPeriods)])
            .Table("behind it", SubDeviceColumns, device.SubDevices ?? []);
    }

    private static IEnumerable<Fact> Facts(DeviceDetailsJson device, string? gateway, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        yield return new("name", device.Name);
        yield return new("id", device.Id);
        yield return new("state", $"{DeviceWords.State(device, now)}, since {Spans.Clock(device.Since, clock)} ({Spans.Of(now - device.Since)})", DeviceWords.ColorOf(device));
        if (device.Diagnosis is { } diagnosis)
        {
            yield return new("diagnosis", diagnosis.Sentence);
            yield return new("evidence", $"{diagnosis.Evidence ?? "none"} (tinytuya's {diagnosis.TinytuyaCode})");
        }

        foreach (var fact in device.Gateway is null ? OwnConnection(device, clock) : Behind(device, gateway))
        {
            yield return fact;
        }

        yield return new("reports", $"{(device.LastPushAt is { } last ? $"{Words.Count(device.Pushes, "push", "pushes")}, the last {Spans.Of(now - last)} ago" : "none of itself so far")}{(device.Stale ? "; the values may be out of date" : "")}");
        yield return new("product", device.ProductName ?? "-");
        if (device.Segment is { } segment)
        {
            yield return new("segment", segment);
        }

        yield return new("group", device.Group ?? "-");
        yield return new("tags", device.Tags.Count == 0 ? "-" : string.Join(' ', device.Tags));
        if (device.Revision is { } revision)
        {
            yield return new("definition", string.Create(CultureInfo.InvariantCulture, $"revision {revision}{(device.Gateway is null ? device.HasKey ? ", with its local key" : ", without a local key" : "")}"));
        }

        if (device.UnknownCids is { } unknown)
        {
            yield return new("unknown", $"names {Words.Count(unknown.Count, "device")} that no definition has: {string.Join(", ", unknown)}");
        }
    }

    private static IEnumerable<Fact> OwnConnection(DeviceDetailsJson device, TimeProvider clock)
    {
        var address = device.Address is null ? "not known yet" : $"{DeviceWords.Address(device)}{Reached(device, clock)}";
        yield return new("address", device.ClaimedAddress is { } claimed && claimed != device.Address ? $"{address}; its broadcasts now say {claimed}, where no handshake has proved it" : address);
        if (device.Addresses.Where(known => !known.Current).ToList() is { Count: > 0 } former)
        {
            yield return new("before", string.Join(", ", former.Select(known => $"{known.Address} (until {Spans.Clock(known.Last, clock)})")));
        }

        yield return new("version", device.Version ?? "not known yet");
        yield return new("connection", $"{device.Connection ?? "-"}, {Words.Count(device.Connects, "connection")} so far");
    }

    private static IEnumerable<Fact> Behind(DeviceDetailsJson device, string? gateway)
    {
        yield return new("gateway", gateway is null ? device.Gateway! : $"{gateway} ({device.Gateway})");
        yield return new("cid", device.Cid ?? "-");
        yield return new("version", device.Version ?? "not known yet");
    }

    private static string Reached(DeviceDetailsJson device, TimeProvider clock) =>
        device.Addresses.FirstOrDefault(known => known.Current && known.Address == device.Address) is { } own ? $", reached there since {Spans.Clock(own.First, clock)}" : "";

    private static List<Column<DpJson>> DpColumns(DeviceDetailsJson device)
    {
        var desired = device.Desired.ToDictionary(wish => wish.Dp);
        List<Column<DpJson>> columns =
        [
            new("dp", dp => dp.Dp.ToString(CultureInfo.InvariantCulture)) { Weight = 9, IsNumber = true },
            new("code", dp => dp.Code ?? "-") { Weight = 6, Narrowest = 8 },
            new("value", DpWords.Value) { Weight = 8, Narrowest = 12 },
            new("type", DpWords.Type) { Weight = 3 },
            new("range", DpWords.Range) { Weight = 4, Narrowest = 10 },
        ];
        if (device.Dps.All(dp => dp.Code is null))
        {
            columns.RemoveAt(1);
        }

        if (desired.Count > 0)
        {
            columns.Add(new("desired", dp => desired.TryGetValue(dp.Dp, out var wish) ? wish.Value.AsJson() : "") { Weight = 7, Narrowest = 8 });
        }

        return columns;
    }

    private static Column<StatePeriodJson>[] HistoryColumns(TimeProvider clock) =>
    [
        new("since", period => Spans.Clock(period.Since, clock)) { Weight = 9 },
        new("lasted", period => period.Until is { } until ? Spans.Of(until - period.Since) : "lasts") { Weight = 6, IsNumber = true },
        new("state", period => DeviceWords.State(period.State, period.Diagnosis)) { Weight = 8 },
        new("why", period => period.Failures == 0 ? period.Diagnosis?.Evidence ?? "" : $"failed {(period.Failures == 1 ? "once" : $"{period.Failures} times")}{(period.Diagnosis?.Evidence is { } seen ? $": {seen}" : "")}") { Weight = 3, Narrowest = 16 },
    ];

    private static readonly Column<SubDeviceJson>[] SubDeviceColumns =
    [
        new("name", sub => sub.Name) { Weight = 9, Narrowest = 12 },
        new("state", sub => JsonWord.Of(sub.State)) { Weight = 8 },
        new("cid", sub => sub.Cid ?? "-") { Weight = 5 },
        new("id", sub => sub.Id) { Weight = 6 },
    ];
}
