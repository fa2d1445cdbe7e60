using System.Runtime.InteropServices;
using System.Runtime.Serialization;
using System.Text.Json;
using Akka.Actor;
using Akka.Serialization;

namespace TuyaActors.Cluster.Wire;

/// <summary>
/// Writes what goes from node to node as one JSON object in UTF-8, under a short manifest. What a newer node adds is passed over, and what an older
/// one does not have gets its default; a message that is not known, or has a word in it that is not, is read as unknown, and passed on as it was.
/// A local key is never written.
/// </summary>
public sealed class ClusterSerializer : SerializerWithStringManifest
{
    /// <summary>Goes with each message, so it never changes. Up to 100 are Akka's own; 6668 is that of what is stored.</summary>
    public const int Number = 6669;

    /// <summary>Called by Akka.</summary>
    public ClusterSerializer(ExtendedActorSystem system)
        : base(system)
    {
    }

    /// <inheritdoc/>
    public override int Identifier => Number;

    /// <inheritdoc/>
    public override string Manifest(object o) => WireTypes.ManifestOf(o);

    /// <inheritdoc/>
    /// <exception cref="SerializationException">The message is not meant to go to another node, or has a local key in it.</exception>
    public override byte[] ToBinary(object obj) => Write(obj);

    /// <summary>What was written under the manifest.</summary>
    /// <exception cref="SerializationException">The manifest is known, and the bytes are no such message.</exception>
    public override object FromBinary(byte[] bytes, string manifest) => Read(bytes, manifest);

    internal static byte[] Write(object message)
    {
        if (message is UnknownMessage unknown)
            return [.. unknown.Body];
        _ = WireTypes.ManifestOf(message);
        return JsonSerializer.SerializeToUtf8Bytes(message, WireJson.Options.GetTypeInfo(message.GetType()));
    }

    internal static object Read(byte[] bytes, string manifest)
    {
        if (WireTypes.TypeOf(manifest) is not { } type)
            return Unknown(bytes, manifest);
        try
        {
            return JsonSerializer.Deserialize(bytes, WireJson.Options.GetTypeInfo(type)) ?? throw new JsonException("there is nothing");
        }
        catch (UnknownWordException)
        {
            return Unknown(bytes, manifest);
        }
        catch (Exception cause) when (cause is JsonException or FormatException or InvalidOperationException or NotSupportedException or ArgumentException)
        {
            throw new SerializationException($"'{manifest}' from another node cannot be read: {cause.Message}", cause);
        }
    }

    private static UnknownMessage Unknown(byte[] bytes, string manifest) =>
        new(manifest) { Body = ImmutableCollectionsMarshal.AsImmutableArray(bytes) };
}
