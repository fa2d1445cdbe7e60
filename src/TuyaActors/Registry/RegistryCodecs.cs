using System.Net;
using System.Text.Json;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Storage;

namespace TuyaActors.Registry;

/// <summary>How the registry's events and its snapshot are written.</summary>
internal static class RegistryCodecs
{
    private static readonly (ConnectionMode Mode, string Text)[] Modes =
        [(ConnectionMode.Persistent, "persistent"), (ConnectionMode.OnDemand, "on-demand"), (ConnectionMode.Battery, "battery")];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<StoredCodec> All { get; } =
    [
        new StoredCodec<StoredRegistry.DefinitionStored>(
            "reg.stored",
            (json, stored) => Write(json, stored.Definition),
            json => new StoredRegistry.DefinitionStored(Read(json))),
        new StoredCodec<StoredRegistry.DefinitionRemoved>(
            "reg.removed",
            (json, removed) =>
            {
                json.WriteString("id", removed.DeviceId.Value);
                json.WriteNumber("rev", removed.Revision);
                Write(json, "at", removed.At);
            },
            json => new StoredRegistry.DefinitionRemoved(Id(json, "id")!.Value, json.GetProperty("rev").GetInt64(), At(json))),
        new StoredCodec<StoredRegistry.Whole>(
            "reg.whole",
            (json, whole) =>
            {
                json.WriteStartArray("definitions");
                foreach (var definition in whole.Definitions)
                {
                    json.WriteStartObject();
                    Write(json, definition);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            },
            json => new StoredRegistry.Whole([.. json.GetProperty("definitions").EnumerateArray().Select(Read)])),
    ];

    private static void Write(Utf8JsonWriter json, SealedDefinition stored)
    {
        var definition = stored.Definition;
        if (definition.Key is not null)
            throw new ArgumentException("A definition that is stored has its key sealed.", nameof(stored));
        json.WriteString("id", definition.Id.Value);
        json.WriteNumber("rev", stored.Revision);
        Write(json, "at", stored.At);
        json.WriteString("name", definition.Name);
        WriteIfAny(json, "key", stored.Key?.Text);
        WriteIfAny(json, "version", definition.Version?.ToText());
        WriteIfAny(json, "address", definition.Address?.ToString());
        json.WriteNumber("port", definition.Port);
        json.WriteString("mode", Modes.First(mode => mode.Mode == definition.Mode).Text);
        WriteIfAny(json, "gateway", definition.Gateway?.Value);
        WriteIfAny(json, "cid", definition.Cid);
        WriteIfAny(json, "product", definition.ProductName);
        if (!definition.Tags.IsEmpty)
        {
            json.WriteStartArray("tags");
            foreach (var tag in definition.Tags.Order(StringComparer.Ordinal))
                json.WriteStringValue(tag);
            json.WriteEndArray();
        }

        WriteIfAny(json, "group", definition.Group);
        WriteIfAny(json, "details", definition.Details);
    }

    private static SealedDefinition Read(JsonElement json)
    {
        var id = Id(json, "id") ?? throw new FormatException("a definition has no id");
        return new SealedDefinition(
            new DeviceDefinition(id)
            {
                Name = Text(json, "name") ?? id.Value,
                Version = Text(json, "version") is { } version ? Version(version) : null,
                Address = Text(json, "address") is { } address ? IPAddress.Parse(address) : null,
                Port = json.TryGetProperty("port", out var port) ? port.GetInt32() : new DeviceDefinition(id).Port,
                Mode = Text(json, "mode") is { } mode ? Mode(mode) : default,
                Gateway = Id(json, "gateway"),
                Cid = Text(json, "cid"),
                ProductName = Text(json, "product"),
                Tags = json.TryGetProperty("tags", out var tags) ? [.. tags.EnumerateArray().Select(tag => tag.GetString()!)] : [],
                Group = Text(json, "group"),
                Details = Text(json, "details"),
            },
            Text(json, "key") is { } key ? SealedKey.Parse(key) : null,
            json.GetProperty("rev").GetInt64(),
            At(json));
    }

    private static ProtocolVersion Version(string text) => ProtocolVersions.TryParse(text, out var version)
        ? version
        : throw new FormatException($"the protocol version '{text}' is not known here; a newer program may have written it");

    private static ConnectionMode Mode(string text) => Array.FindIndex(Modes, mode => mode.Text == text) is >= 0 and var at
        ? Modes[at].Mode
        : throw new FormatException($"the connection mode '{text}' is not known here; a newer program may have written it");

    private static DeviceId? Id(JsonElement json, string name) => Text(json, name) is { } text ? new DeviceId(text) : null;

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static DateTimeOffset At(JsonElement json) => DateTimeOffset.FromUnixTimeMilliseconds(json.GetProperty("at").GetInt64());

    private static void Write(Utf8JsonWriter json, string name, DateTimeOffset at) => json.WriteNumber(name, at.ToUnixTimeMilliseconds());

    private static void WriteIfAny(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }
}
