using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Serialization;
using System.Text.Json;
using Akka.Actor;
using Akka.Serialization;

namespace TuyaActors.Storage;

/// <summary>
/// Writes what is stored as one JSON object in UTF-8, under a short manifest. What it does not know it reads as <see cref="UnknownStored"/>;
/// what is known and broken throws.
/// </summary>
public sealed class TuyaSerializer : SerializerWithStringManifest
{
    /// <summary>Stands beside each row in the database, so it never changes. Up to 100 are Akka's own.</summary>
    public const int Number = 6668;

    private readonly StoredCodecs _codecs;

    /// <summary>Called by Akka.</summary>
    public TuyaSerializer(ExtendedActorSystem system)
        : this(system, StoredCodecs.Product)
    {
    }

    internal TuyaSerializer(ExtendedActorSystem system, StoredCodecs codecs)
        : base(system) => _codecs = codecs;

    /// <inheritdoc/>
    public override int Identifier => Number;

    /// <inheritdoc/>
    public override string Manifest(object o) => o is UnknownStored unknown ? unknown.Manifest : _codecs.Of(o).Manifest;

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => Write(obj, _codecs);

    /// <summary>What was written under the manifest.</summary>
    /// <exception cref="SerializationException">The manifest is known, and the bytes are no such message.</exception>
    public override object FromBinary(byte[] bytes, string manifest) => Read(bytes, manifest, _codecs);

    internal static byte[] Write(object value, StoredCodecs codecs)
    {
        if (value is UnknownStored unknown)
            return [.. unknown.Bytes];
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            codecs.Of(value).Write(json, value);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    internal static IStored Read(byte[] bytes, string manifest, StoredCodecs codecs)
    {
        if (codecs.Of(manifest) is not { } codec)
            return new UnknownStored(manifest, ImmutableCollectionsMarshal.AsImmutableArray(bytes));
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return codec.Read(document.RootElement);
        }
        catch (Exception cause) when (cause is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            throw new SerializationException($"'{manifest}' cannot be read: {cause.Message}", cause);
        }
    }
}
