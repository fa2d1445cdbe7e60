using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Json;

/// <summary>Writes DPs exactly as devices do, and reads them back.</summary>
internal sealed class DpSetJsonConverter : JsonConverter<DpSet>
{
    public override DpSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return DpSet.TryParse(Encoding.UTF8.GetBytes(document.RootElement.GetRawText()), out var dps, out var why) ? dps : throw new JsonException(why);
    }

    public override void Write(Utf8JsonWriter writer, DpSet value, JsonSerializerOptions options) => value.WriteTo(writer);
}
