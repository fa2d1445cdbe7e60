using System.Text.Json;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Interop;

/// <summary>Writes one device of a devices file.</summary>
internal static class EntryWriter
{
    public static void Write(Utf8JsonWriter json, DeviceDefinition device, bool withKey, KeyWatch keys)
    {
        json.WriteStartObject();
        json.WriteString("name", device.Name);
        json.WriteString("id", device.Id.Value);
        json.WriteString("key", withKey ? device.Key?.Reveal() ?? "" : "");
        WriteString(json, "ip", device.Address?.ToString());
        WriteString(json, "version", device.Version?.ToText());
        if (device.Port != new DeviceDefinition(device.Id).Port)
            json.WriteNumber("port", device.Port);
        if (device.Mode != ConnectionMode.Persistent)
            json.WriteString("connection", device.Mode.ToText());
        if (device.Gateway is { } gateway)
        {
            json.WriteBoolean("sub", true);
            WriteString(json, "node_id", device.Cid);
            json.WriteString("parent", gateway.Value);
        }

        WriteString(json, "product_name", device.ProductName);
        WriteString(json, "group", device.Group);
        if (!device.Tags.IsEmpty)
        {
            json.WriteStartArray("tags");
            foreach (var tag in device.Tags)
                json.WriteStringValue(tag);
            json.WriteEndArray();
        }

        DeviceDetails.Parse(device.Details, keys).Without(DeviceEntry.Understood).Without(device.IsSubDevice ? EntryDefinition.OfSubDevices : []).WriteTo(json);
        json.WriteEndObject();
    }

    private static void WriteString(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }
}
