using System.Text;
using System.Text.Json;

namespace TuyaActors.Node.Tests.Wire;

/// <summary>The golden frames as lines for the filter.</summary>
public static class WireVectors
{
    public static IReadOnlyDictionary<string, JsonElement> All { get; } = Load();

    public static TheoryData<string> Good => Names(v => !IsRefused(v));

    public static TheoryData<string> Refused => Names(IsRefused);

    public static TheoryData<string> FromClients => Names(v => !IsRefused(v) && Text(v, "direction") == "c2d");

    public static string DecodeLine(JsonElement vector)
    {
        var session = Session(vector);
        var wrong = Text(vector, "wrong_key_hex");
        return JsonSerializer.Serialize(new Dictionary<string, string?>
        {
            ["version"] = Text(vector, "version"),
            ["direction"] = Text(vector, "direction"),
            ["frame_hex"] = Text(vector, "frame_hex"),
            ["local_key"] = wrong is not null && session is null ? Encoding.Latin1.GetString(Convert.FromHexString(wrong)) : Text(vector, "local_key"),
            ["session_key_hex"] = session is null ? null : wrong ?? session,
        });
    }

    public static string EncodeLine(JsonElement vector)
    {
        var line = new Dictionary<string, object?> { ["session_key_hex"] = Session(vector) };
        foreach (var name in new[] { "version", "direction", "local_key", "seqno", "cmd", "iv_hex" })
        {
            line[name] = vector.TryGetProperty(name, out var value) ? value : null;
        }

        var bytes = Text(vector, "plaintext_hex");
        line[bytes is null ? "payload" : "payload_hex"] = bytes ?? Text(vector, "plaintext_payload");
        return JsonSerializer.Serialize(line);
    }

    public static string? Text(JsonElement vector, string name) => vector.TryGetProperty(name, out var value) ? value.GetString() : null;

    // A frame of the negotiation is sound under the local key, also where the proof in it is wrong.
    private static bool IsRefused(JsonElement vector) => Text(vector, "expect_error") is not (null or "negotiation_refused");

    private static string? Session(JsonElement vector) =>
        Text(vector, "name")!.Contains("-neg-", StringComparison.Ordinal) ? null : Text(vector, "session_key_hex");

    private static Dictionary<string, JsonElement> Load()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "vectors", "vectors-open.json")));
        return document.RootElement.GetProperty("vectors").EnumerateArray().ToDictionary(v => Text(v, "name")!, v => v.Clone());
    }

    private static TheoryData<string> Names(Func<JsonElement, bool> wanted) => [.. All.Where(v => wanted(v.Value)).Select(v => v.Key)];
}
