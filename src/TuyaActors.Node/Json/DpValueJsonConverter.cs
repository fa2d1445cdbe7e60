using System.Text.Json;
using System.Text.Json.Serialization;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Json;

/// <summary>Writes one DP's value exactly as the device did, and reads it back.</summary>
internal sealed class DpValueJsonConverter : JsonConverter<DpValue>
{
    public override bool HandleNull => true;

    public override DpValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => DpValue.Read(ref reader);

    public override void Write(Utf8JsonWriter writer, DpValue value, JsonSerializerOptions options) => value.WriteTo(writer);
}
