#nullable disable
using Akka.Actor;

namespace Akka.Serialization;

/// <summary>Bytes are themselves.</summary>
internal sealed class ByteArraySerializer : Serializer
{
    public ByteArraySerializer(ExtendedActorSystem system)
        : base(system)
    {
    }

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj) => obj as byte[] ?? throw new NotSupportedException("The object to serialize is not of type byte[]");

    public override object FromBinary(byte[] bytes, Type type) => bytes;
}
