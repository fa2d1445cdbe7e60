using System.Text.Json;

namespace TuyaActors.Node.Definitions;

/// <summary>The body that gives a device another local key, and does nothing else: <c>{"key":"..."}</c>. What the key must be is looked at with the definition.</summary>
internal static class KeyBody
{
    /// <summary>The field that is wrong, and why; null: there is none. Nothing of the body is quoted.</summary>
    public static (string Field, string Why)? Refusal(ReadOnlyMemory<byte> utf8)
    {
        const string Allowed = "allowed is {\"key\":\"...\"} with the 16 characters of the local key";
        try
        {
            using var document = JsonDocument.Parse(utf8);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return ("body", $"it is no JSON object; {Allowed}");
            }

            List<JsonProperty> fields = [.. document.RootElement.EnumerateObject()];
            return fields is [{ Name: "key", Value.ValueKind: JsonValueKind.String }] ? null
                : fields.Exists(field => field.Name == "key") ? ("key", $"it is no text, or stands beside something else; {Allowed}")
                : ("key", $"it is missing; {Allowed}");
        }
        catch (JsonException)
        {
            return ("body", $"it is no valid JSON; {Allowed}");
        }
    }
}
