using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using TuyaActors.Messages;

namespace TuyaActors.Cluster.Wire;

/// <summary>A message inside another: <c>{"$":"cmd.set","v":{...}}</c>. One that is not known here, or has a word in it that is not, is read as <see cref="UnknownMessage"/>.</summary>
internal sealed class MessageConverter : JsonConverter<object>
{
    private static ReadOnlySpan<byte> ManifestName => "$"u8;

    private static ReadOnlySpan<byte> BodyName => "v"u8;

    public override object Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ReadMessage(ref reader, options);

    public override void Write(Utf8JsonWriter writer, object value, JsonSerializerOptions options) => WriteMessage(writer, value, options);

    internal static void WriteMessage(Utf8JsonWriter writer, object value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString(ManifestName, WireTypes.ManifestOf(value));
        writer.WritePropertyName(BodyName);
        if (value is UnknownMessage unknown)
            writer.WriteRawValue(unknown.Body.AsSpan());
        else
            JsonSerializer.Serialize(writer, value, options.GetTypeInfo(value.GetType()));
        writer.WriteEndObject();
    }

    internal static object ReadMessage(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("a message inside another is an object");
        string? manifest = null;
        object? message = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(ManifestName))
            {
                reader.Read();
                manifest = reader.GetString();
            }
            else if (reader.ValueTextEquals(BodyName))
            {
                reader.Read();
                message = ReadBody(ref reader, manifest ?? throw new JsonException("a message inside another does not say first what it is"), options);
            }
            else
            {
                reader.Skip();
            }
        }

        return message ?? throw new JsonException("a message inside another has no body");
    }

    private static object? ReadBody(ref Utf8JsonReader reader, string manifest, JsonSerializerOptions options)
    {
        var start = reader;
        try
        {
            if (WireTypes.TypeOf(manifest) is { } type)
                return JsonSerializer.Deserialize(ref reader, options.GetTypeInfo(type));
        }
        catch (UnknownWordException)
        {
            // One event of a batch that a newer node calls by a new word must not keep the others from being read.
            reader = start;
        }

        using var body = JsonDocument.ParseValue(ref reader);
        return new UnknownMessage(manifest) { Body = [.. JsonMarshal.GetRawUtf8Value(body.RootElement)] };
    }
}

/// <summary>
/// An outcome inside a reply, written as any message. The reply says in any case that the device gave no answer, so one that is not known here is read
/// as <see cref="CommandOutcome.Rejected"/> with a sentence that says so.
/// </summary>
internal sealed class OutcomeConverter : JsonConverter<CommandOutcome>
{
    public override CommandOutcome Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        MessageConverter.ReadMessage(ref reader, options) switch
        {
            CommandOutcome outcome => outcome,
            UnknownMessage unknown => new CommandOutcome.Rejected(IdIn(unknown, options), $"how it ended ('{unknown.Manifest}') is said in words that only a newer version of this program knows"),
            var other => throw new JsonException($"'{WireTypes.ManifestOf(other)}' is no outcome"),
        };

    public override void Write(Utf8JsonWriter writer, CommandOutcome value, JsonSerializerOptions options) =>
        MessageConverter.WriteMessage(writer, value, options);

    // All outcomes have the device's id under the same name.
    private static DeviceId IdIn(UnknownMessage unknown, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize<CommandOutcome.Expired>(unknown.Body.AsSpan(), options)?.Id ?? default;
}
