using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using TuyaActors.Simulator;
using TuyaActors.Simulator.Faults;

namespace TuyaActors.Node.Json;

/// <summary>Writes the faults that a simulated device has, as a faults file has them, and reads them back.</summary>
internal sealed class DeviceFaultsJsonConverter : JsonConverter<DeviceFaults>
{
    public override DeviceFaults Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        try
        {
            return FaultsJson.Parse(Encoding.UTF8.GetBytes(document.RootElement.GetRawText()));
        }
        catch (FaultPlanException wrong)
        {
            throw new JsonException(wrong.Message, wrong);
        }
    }

    public override void Write(Utf8JsonWriter writer, DeviceFaults value, JsonSerializerOptions options) => FaultsJson.Write(writer, value);
}
