using System.Collections.Frozen;
using TuyaActors.Device.Facts;
using TuyaActors.Registry;

namespace TuyaActors.Storage;

/// <summary>The codecs of all that is stored, found by type and by manifest.</summary>
internal sealed class StoredCodecs
{
    private readonly FrozenDictionary<Type, StoredCodec> _byType;
    private readonly FrozenDictionary<string, StoredCodec> _byManifest;

    /// <exception cref="ArgumentException">Two have the same type or manifest.</exception>
    public StoredCodecs(params IEnumerable<StoredCodec> codecs)
    {
        All = [.. codecs];
        _byType = All.ToDictionary(codec => codec.Type).ToFrozenDictionary();
        _byManifest = All.ToDictionary(codec => codec.Manifest, StringComparer.Ordinal).ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Those of the product: each room adds its own list here.</summary>
    public static StoredCodecs Product { get; } = new([.. RegistryCodecs.All, .. FactCodecs.All]);

    public IReadOnlyList<StoredCodec> All { get; }

    /// <exception cref="ArgumentException">The type has none.</exception>
    public StoredCodec Of(object value) =>
        _byType.GetValueOrDefault(value.GetType()) ?? throw new ArgumentException($"{value.GetType()} has no codec in {nameof(StoredCodecs)}.");

    /// <summary>Null where none is known.</summary>
    public StoredCodec? Of(string manifest) => _byManifest.GetValueOrDefault(manifest);
}
