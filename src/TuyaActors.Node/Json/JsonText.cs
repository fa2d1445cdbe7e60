using System.Text.Encodings.Web;
using System.Text.Json;

namespace TuyaActors.Node.Json;

/// <summary>Writes the program's JSON. Names keep their letters: the text never stands inside HTML.</summary>
internal static class JsonText
{
    private static readonly NodeJson Lines = new(new JsonSerializerOptions(NodeJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    private static readonly NodeJson Indented = new(new JsonSerializerOptions(NodeJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true });

    /// <summary>The value as one line of JSON in UTF-8.</summary>
    public static byte[] Utf8<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, typeof(T), Lines);

    /// <summary>The value as JSON: one line, or indented for a person's eyes.</summary>
    public static string Of<T>(T value, bool forPeople = false) => JsonSerializer.Serialize(value, typeof(T), forPeople ? Indented : Lines);
}
