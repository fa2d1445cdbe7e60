using System.Globalization;
using System.Text.Json;

namespace TuyaActors.Crash;

/// <summary>
/// What a definition says, all of it made from one number: a definition that was written by halves contradicts itself.
/// </summary>
internal static class Content
{
    /// <summary>The local key of this content.</summary>
    public static string Key(long number) => number.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>The body of a request that gives a definition this content.</summary>
    public static string Body(string? id, long number) => JsonSerializer.Serialize(new Dictionary<string, object?>
    {
        ["name"] = $"name {number}",
        ["key"] = Key(number),
        ["version"] = "3.3",
        ["address"] = "127.83.0.1",
        ["port"] = 1,
        ["productName"] = $"product {number}",
        ["group"] = $"group {number}",
        ["tags"] = new[] { $"tag-{number}", "every" },
    }.Concat(id is null ? [] : [new("id", id)]).ToDictionary());

    /// <summary>An entry of a devices file with this content.</summary>
    public static object Entry(string id, long number) => new Dictionary<string, object?>
    {
        ["id"] = id,
        ["name"] = $"name {number}",
        ["key"] = Key(number),
        ["version"] = "3.3",
        ["ip"] = "127.83.0.1",
        ["port"] = 1,
        ["product_name"] = $"product {number}",
        ["group"] = $"group {number}",
        ["tags"] = new[] { $"tag-{number}", "every" },
    };

    /// <summary>The number that a definition was made from.</summary>
    /// <param name="definition">As the node tells it.</param>
    /// <param name="half">Where it contradicts itself.</param>
    public static long? Number(JsonElement definition, out string? half)
    {
        half = null;
        var name = definition.GetProperty("name").GetString() ?? "";
        if (!name.StartsWith("name ", StringComparison.Ordinal) || !long.TryParse(name.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            half = $"has the name '{name}'";
            return null;
        }

        var product = definition.GetProperty("productName").GetString();
        var group = definition.GetProperty("group").GetString();
        var tags = definition.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()!).ToHashSet();
        if (product != $"product {number}" || group != $"group {number}" || !tags.SetEquals([$"tag-{number}", "every"]) || !definition.GetProperty("hasKey").GetBoolean())
            half = $"is named '{name}', and has '{product}', '{group}', '{string.Join(' ', tags)}'";
        return number;
    }
}
