using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using TuyaActors.Protocol;
using TuyaActors.Simulator.Profiles;

namespace TuyaActors.Simulator.DevicesFile;

/// <summary>Writes devices.json as tinytuya's wizard does: a list, sub-devices with <c>node_id</c> and <c>parent</c> behind their gateway.</summary>
internal static class DevicesFileWriter
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, IndentSize = 4, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] ToUtf8(IEnumerable<SimulatedDevice> devices)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Readable);
        json.WriteStartArray();
        foreach (var device in devices)
        {
            WriteDevice(json, device);
            foreach (var subDevice in device.SubDevices)
            {
                WriteSubDevice(json, device, subDevice);
            }
        }

        json.WriteEndArray();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    public static void Write(string path, IEnumerable<SimulatedDevice> devices)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var whole = Path.GetFullPath(path);
        var half = $"{whole}.{Guid.NewGuid():n}.tmp";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using (var file = new FileStream(half, options))
            {
                file.Write(ToUtf8(devices));
                file.Flush(flushToDisk: true);
            }

            File.Move(half, whole, overwrite: true);
        }
        finally
        {
            File.Delete(half);
        }
    }

    private static void WriteDevice(Utf8JsonWriter json, SimulatedDevice device)
    {
        var where = device.EndPoint;
        json.WriteStartObject();
        WriteCommon(json, device.Name, device.Id, device.Key.Reveal(), device.Profile);
        json.WriteString("ip", where.Address.ToString());
        json.WriteString("version", device.Version.ToText());
        if (where.Port != SimulatedDeviceOptions.DefaultPort)
        {
            // tinytuya has no such field and ignores it; without it nobody would find the device.
            json.WriteNumber("port", where.Port);
        }

        WriteMapping(json, device.Profile);
        json.WriteEndObject();
    }

    private static void WriteSubDevice(Utf8JsonWriter json, SimulatedDevice gateway, SimulatedSubDevice subDevice)
    {
        json.WriteStartObject();
        WriteCommon(json, subDevice.Name, subDevice.Id, key: "", subDevice.Profile);
        json.WriteBoolean("sub", true);
        json.WriteString("node_id", subDevice.Cid);
        json.WriteString("parent", gateway.Id);
        WriteMapping(json, subDevice.Profile);
        json.WriteEndObject();
    }

    private static void WriteCommon(Utf8JsonWriter json, string name, string id, string key, DeviceProfile profile)
    {
        json.WriteString("name", name);
        json.WriteString("id", id);
        json.WriteString("key", key);
        json.WriteString("category", profile.Category);
        json.WriteString("product_name", profile.ProductName);
        json.WriteString("product_id", profile.ProductKey);
    }

    private static void WriteMapping(Utf8JsonWriter json, DeviceProfile profile)
    {
        json.WriteStartObject("mapping");
        foreach (var dp in profile.DataPoints)
        {
            json.WriteStartObject(FormattableString.Invariant($"{dp.Id}"));
            json.WriteString("code", dp.Code);
            json.WriteString("type", dp.Type.ToString());
            json.WriteStartObject("values");
            WriteValues(json, dp);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteValues(Utf8JsonWriter json, DpDefinition dp)
    {
        switch (dp.Type)
        {
            case DpType.Integer:
                json.WriteString("unit", dp.Unit);
                json.WriteNumber("min", dp.Minimum);
                json.WriteNumber("max", dp.Maximum);
                json.WriteNumber("scale", dp.Scale);
                json.WriteNumber("step", dp.Step);
                break;
            case DpType.Enum:
                json.WriteStartArray("range");
                foreach (var word in dp.Words)
                {
                    json.WriteStringValue(word);
                }

                json.WriteEndArray();
                break;
            case DpType.String:
                json.WriteNumber("maxlen", dp.MaximumLength);
                break;
            case DpType.Boolean:
            default:
                break;
        }
    }
}
