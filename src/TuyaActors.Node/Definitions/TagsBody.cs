using System.Text.Json;

namespace TuyaActors.Node.Definitions;

/// <summary>Reads which tags to give and which to take: <c>{"add":["attic"],"remove":["cellar"]}</c>.</summary>
internal static class TagsBody
{
    /// <summary>What is said of a list of tags that is none.</summary>
    public const string NoTags = "it is no list of tags; allowed is one of words of 1 to 64 characters, such as [\"attic\"]";

    /// <summary>Reads a body; or the field that is wrong, and why.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> utf8, out IReadOnlyList<string> add, out IReadOnlyList<string> remove, out string field, out string why)
    {
        (add, remove, field, why) = ([], [], "body", "it is no JSON object; allowed is one such as {\"add\":[\"attic\"],\"remove\":[\"cellar\"]}");
        try
        {
            using var document = JsonDocument.Parse(utf8);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return false;
            }

            foreach (var property in document.RootElement.EnumerateObject())
            {
                field = property.Name;
                why = property.Name is "add" or "remove" ? NoTags : "it is not known; allowed are add, remove";
                if (property.Name is not ("add" or "remove") || !TryReadList(property.Value, out var tags))
                {
                    return false;
                }

                (add, remove) = property.Name == "add" ? (tags, remove) : (add, tags);
            }
        }
        catch (JsonException)
        {
            return false;
        }

        (field, why) = ("body", "it names no tag; at least one to add or to remove is wanted");
        return add.Count + remove.Count > 0;
    }

    /// <summary>Reads a list of tags; null is an empty one.</summary>
    public static bool TryReadList(JsonElement value, out IReadOnlyList<string> tags)
    {
        tags = value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(tag => tag.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(tag => tag.GetString()!)]
            : [];
        return value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.Array && tags.Count == value.GetArrayLength() && tags.All(IsTag));
    }

    private static bool IsTag(string tag) => tag.Length is > 0 and <= 64 && !tag.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));
}
