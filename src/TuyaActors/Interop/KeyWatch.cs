using System.Buffers;
using System.Text.Json;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Interop;

/// <summary>Knows which parts of a text are local keys, so that none is kept among a device's details.</summary>
internal sealed class KeyWatch
{
    private readonly SearchValues<string>? _keys;

    private KeyWatch(HashSet<string> keys) => _keys = keys.Count == 0 ? null : SearchValues.Create([.. keys], StringComparison.Ordinal);

    /// <summary>Watches for no key, only for the names of their fields.</summary>
    public static KeyWatch None { get; } = new([]);

    /// <summary>Watches for the keys of these definitions.</summary>
    public static KeyWatch For(IEnumerable<DeviceDefinition> definitions) =>
        new([.. definitions.Where(d => d.Key is not null).Select(d => d.Key!.Reveal())]);

    /// <summary>Watches for these keys.</summary>
    public static KeyWatch For(IEnumerable<LocalKey> keys) => new([.. keys.Select(key => key.Reveal())]);

    /// <summary>Watches for every key that the text names, and for those of these definitions.</summary>
    public static KeyWatch For(ReadOnlySpan<byte> utf8Json, IEnumerable<DeviceDefinition> definitions)
    {
        var keys = definitions.Where(d => d.Key is not null).Select(d => d.Key!.Reveal()).ToHashSet(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(utf8Json, TinytuyaDevicesFile.Lenient);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && JsonWords.TextOf(ref reader) is { } name && IsKeyName(name)
                    && reader.Read() && reader.TokenType == JsonTokenType.String
                    && JsonWords.TextOf(ref reader) is { Length: LocalKey.Length } key)
                {
                    keys.Add(key);
                }
            }
        }
        catch (JsonException)
        {
            // Whoever reads the devices tells.
        }

        return new KeyWatch(keys);
    }

    /// <summary>Whether a field of this name holds a key: <c>key</c>, <c>local_key</c>, <c>localKey</c>, and those that flash dumps have.</summary>
    public static bool IsKeyName(string name) =>
        name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant() is "KEY" or "LOCALKEY" or "SECKEY" or "AUTHKEY";

    /// <summary>Whether a text has a key in it.</summary>
    public bool Holds(string text) => _keys is not null && text.AsSpan().ContainsAny(_keys);
}
