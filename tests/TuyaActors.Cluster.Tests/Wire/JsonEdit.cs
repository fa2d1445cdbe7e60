using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TuyaActors.Cluster.Tests.Wire;

/// <summary>A written message as another version would have written it. What a device has said in it is left as it is.</summary>
internal static class JsonEdit
{
    // Where these are objects, their members are DPs and not properties of a message.
    private static readonly string[] Said = ["dps", "reported", "changed", "value"];

    /// <summary>With one property more in each object.</summary>
    public static byte[] Extended(byte[] json) => Edited(json, _ => true, more: true);

    /// <summary>Without the property there; the members of an array are told by their number.</summary>
    public static byte[] Without(byte[] json, string path) => Edited(json, at => at != path, more: false);

    /// <summary>Where all the properties are.</summary>
    public static IReadOnlyList<string> Paths(byte[] json)
    {
        var paths = new List<string>();
        Edited(
            json,
            path =>
            {
                paths.Add(path);
                return true;
            },
            more: false);
        return paths;
    }

    private static string NameAt(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static byte[] Edited(byte[] json, Func<string, bool> keeps, bool more)
    {
        using var document = JsonDocument.Parse(json);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            Copy(document.RootElement, "", writer, keeps, more);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Copy(JsonElement element, string path, Utf8JsonWriter writer, Func<string, bool> keeps, bool more)
    {
        if (element.ValueKind == JsonValueKind.Array && NameAt(path) != "value")
        {
            writer.WriteStartArray();
            foreach (var (i, item) in element.EnumerateArray().Index())
                Copy(item, $"{path}/{i}", writer, keeps, more);
            writer.WriteEndArray();
        }
        else if (element.ValueKind == JsonValueKind.Object && !Said.Contains(NameAt(path)))
        {
            writer.WriteStartObject();
            if (more)
                writer.WriteStartObject("laterThings");
            if (more)
                writer.WriteEndObject();
            foreach (var property in element.EnumerateObject().Where(property => keeps($"{path}/{property.Name}")))
            {
                writer.WritePropertyName(property.Name);
                Copy(property.Value, $"{path}/{property.Name}", writer, keeps, more);
            }

            writer.WriteEndObject();
        }
        else
        {
            writer.WriteRawValue(element.GetRawText());
        }
    }
}
