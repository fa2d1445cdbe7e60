using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using TuyaActors.Protocol;
using TuyaActors.Storage;

namespace TuyaActors.Device.Facts;

/// <summary>How what is known of a device is written.</summary>
internal static class FactCodecs
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<StoredCodec> All { get; } =
    [
        new StoredCodec<FactEvent.AddressVerified>(
            "dev.address",
            (json, e) =>
            {
                json.WriteString("address", e.Address.ToString());
                Write(json, "configured", e.Configured);
                json.WriteString("at", e.At);
            },
            json => new FactEvent.AddressVerified(Address(json, "address") ?? throw new FormatException("it has no address"), Address(json, "configured"), At(json, "at"))),
        new StoredCodec<FactEvent.VersionProved>("dev.version", (json, e) => Write(json, e.Version), json => new FactEvent.VersionProved(Version(json))),
        new StoredCodec<FactEvent.KeyServed>("dev.key", (json, e) => json.WriteNumber("mark", e.Mark), json => new FactEvent.KeyServed(json.GetProperty("mark").GetInt32())),
        new StoredCodec<FactEvent.DialectLearned>(
            "dev.dialect",
            (json, e) =>
            {
                json.WriteString("cid", e.Cid);
                json.WriteBoolean("device22", e.IsDevice22);
            },
            json => new FactEvent.DialectLearned(Cid(json), Flag(json, "device22"))),
        new StoredCodec<FactEvent.DpLimitLearned>(
            "dev.limit",
            (json, e) =>
            {
                json.WriteString("cid", e.Cid);
                json.WriteNumber("most", e.Most);
            },
            json => new FactEvent.DpLimitLearned(Cid(json), json.GetProperty("most").GetInt32())),
        new StoredCodec<FactEvent.UpdateDpsRefused>("dev.noupdate", (json, e) => json.WriteString("cid", e.Cid), json => new FactEvent.UpdateDpsRefused(Cid(json))),
        new StoredCodec<FactEvent.DpsSeen>(
            "dev.dps",
            (json, e) =>
            {
                json.WriteString("cid", e.Cid);
                Write(json, e.Dps);
            },
            json => new FactEvent.DpsSeen(Cid(json), Dps(json))),
        new StoredCodec<FactEvent.LineForgotten>("dev.forgotten", (json, e) => json.WriteString("cid", e.Cid), json => new FactEvent.LineForgotten(Cid(json))),
        new StoredCodec<FactEvent.ChildrenNamed>("dev.children", (json, e) => Write(json, "cids", e.Cids), json => new FactEvent.ChildrenNamed(Cids(json))),
        new StoredCodec<DeviceRecord>("dev.record", Write, Record),
    ];

    private static void Write(Utf8JsonWriter json, DeviceRecord record)
    {
        var facts = record.Facts;
        json.WritePropertyName("reported");
        record.Reported.WriteTo(json);
        if (record.ReportedAt is { } at)
            json.WriteString("at", at);
        if (facts.Address is { } address)
        {
            json.WriteStartObject("address");
            Write(json, address);
            json.WriteEndObject();
        }

        Write(json, "configured", facts.Configured);
        json.WriteStartArray("former");
        foreach (var former in facts.FormerAddresses)
        {
            json.WriteStartObject();
            Write(json, former);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Write(json, facts.Version);
        if (facts.KeyMark is { } mark)
            json.WriteNumber("mark", mark);
        json.WriteStartArray("lines");
        foreach (var (cid, line) in facts.Lines)
        {
            json.WriteStartObject();
            json.WriteString("cid", cid);
            if (line.IsDevice22)
                json.WriteBoolean("device22", true);
            if (line.MostDps is { } most)
                json.WriteNumber("most", most);
            if (line.IsWithoutUpdateDps)
                json.WriteBoolean("noupdate", true);
            Write(json, line.Dps.Values);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Write(json, "cids", facts.Children);
    }

    private static DeviceRecord Record(JsonElement json) => new(
        DeviceFacts.None with
        {
            Address = json.TryGetProperty("address", out var address) ? Verified(address) : null,
            Configured = Address(json, "configured"),
            FormerAddresses = [.. Items(json, "former").Select(Verified)],
            Version = Version(json),
            KeyMark = json.TryGetProperty("mark", out var mark) ? mark.GetInt32() : null,
            Lines = DeviceFacts.None.Lines.AddRange(Items(json, "lines").Select(line => KeyValuePair.Create(Cid(line), Line(line)))),
            Children = DeviceFacts.None.Children.Union(Cids(json)),
        },
        Reported(json),
        json.TryGetProperty("at", out _) ? At(json, "at") : null);

    private static LineFacts Line(JsonElement json) => LineFacts.None.Seen(Dps(json)) with
    {
        IsDevice22 = Flag(json, "device22"),
        MostDps = json.TryGetProperty("most", out var most) ? most.GetInt32() : null,
        IsWithoutUpdateDps = Flag(json, "noupdate"),
    };

    private static DpSet Reported(JsonElement json)
    {
        if (!json.TryGetProperty("reported", out var reported))
            return DpSet.Empty;
        return DpSet.TryParse(Encoding.UTF8.GetBytes(reported.GetRawText()), out var dps, out var why) ? dps : throw new FormatException(why);
    }

    private static void Write(Utf8JsonWriter json, VerifiedAddress address)
    {
        json.WriteString("address", address.Address.ToString());
        json.WriteString("first", address.First);
        json.WriteString("last", address.Last);
    }

    private static VerifiedAddress Verified(JsonElement json) =>
        new(Address(json, "address") ?? throw new FormatException("it has no address"), At(json, "first"), At(json, "last"));

    private static void Write(Utf8JsonWriter json, IEnumerable<DpSeen> dps)
    {
        json.WriteStartArray("dps");
        foreach (var dp in dps)
        {
            json.WriteStartObject();
            json.WriteNumber("id", dp.Id);
            json.WriteNumber("types", (int)dp.Types);
            if (dp is { Min: { } min, Max: { } max })
            {
                json.WriteNumber("min", min);
                json.WriteNumber("max", max);
            }

            if (dp.Texts.IsDefault)
                json.WriteNull("texts");
            else if (!dp.Texts.IsEmpty)
                Write(json, "texts", dp.Texts);

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static ImmutableArray<DpSeen> Dps(JsonElement json) =>
    [
        .. Items(json, "dps").Select(dp => new DpSeen(
            dp.GetProperty("id").GetInt32(),
            (DpTypes)dp.GetProperty("types").GetInt32(),
            dp.TryGetProperty("min", out var min) ? min.GetInt64() : null,
            dp.TryGetProperty("max", out var max) ? max.GetInt64() : null) { Texts = Texts(dp) }),
    ];

    // Older programs wrote none.
    private static ImmutableArray<string> Texts(JsonElement dp) => !dp.TryGetProperty("texts", out var texts) ? []
        : texts.ValueKind == JsonValueKind.Null ? default
        : [.. texts.EnumerateArray().Select(text => text.GetString() ?? "")];

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> words)
    {
        json.WriteStartArray(name);
        foreach (var word in words)
            json.WriteStringValue(word);
        json.WriteEndArray();
    }

    private static ImmutableArray<string> Cids(JsonElement json) => [.. Items(json, "cids").Select(cid => cid.GetString() ?? "")];

    private static void Write(Utf8JsonWriter json, ProtocolVersion? version)
    {
        if (version is { } known)
            json.WriteString("version", known.ToText());
    }

    // A version that a newer program knows is none to this one: it is found out anew.
    private static ProtocolVersion? Version(JsonElement json) =>
        json.TryGetProperty("version", out var text) && ProtocolVersions.TryParse(text.GetString(), out var version) ? version : null;

    private static void Write(Utf8JsonWriter json, string name, IPAddress? address)
    {
        if (address is not null)
            json.WriteString(name, address.ToString());
    }

    private static IPAddress? Address(JsonElement json, string name) => json.TryGetProperty(name, out var text) ? IPAddress.Parse(text.GetString() ?? "") : null;

    private static DateTimeOffset At(JsonElement json, string name) => json.GetProperty(name).GetDateTimeOffset();

    private static string Cid(JsonElement json) => json.TryGetProperty("cid", out var cid) ? cid.GetString() ?? "" : "";

    private static bool Flag(JsonElement json, string name) => json.TryGetProperty(name, out var flag) && flag.GetBoolean();

    private static JsonElement.ArrayEnumerator Items(JsonElement json, string name) => json.TryGetProperty(name, out var items) ? items.EnumerateArray() : default;
}
