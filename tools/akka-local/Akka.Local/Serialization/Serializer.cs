#nullable disable
using Akka.Actor;
using Akka.Configuration;
using Akka.Util;

namespace Akka.Serialization;

/// <summary>
/// Turns objects into bytes and back. Named in <c>akka.actor.serializers</c>, made with the actor system as its only argument; where
/// <c>akka.actor.serialization-settings</c> has a section of the same name, that is the second argument.
/// </summary>
public abstract class Serializer
{
    protected readonly ExtendedActorSystem system;

    private int? _identifier;

    protected Serializer(ExtendedActorSystem system) => this.system = system;

    /// <summary>
    /// Stored with the bytes to find the serializer again, so it must never change; up to 100 are Akka's. By default the number that
    /// <c>akka.actor.serialization-identifiers</c> has for the type.
    /// </summary>
    public virtual int Identifier => _identifier ??= ConfiguredIdentifier();

    /// <summary>Whether the type's name is stored with the bytes.</summary>
    public abstract bool IncludeManifest { get; }

    public abstract byte[] ToBinary(object obj);

    public abstract object FromBinary(byte[] bytes, Type type);

    private int ConfiguredIdentifier()
    {
        const string Path = "akka.actor.serialization-identifiers";
        foreach (var (name, number) in system.Settings.Config.GetConfig(Path)?.AsEnumerable() ?? [])
        {
            if (TypeLocator.Find(name) == GetType())
                return number.GetInt();
        }

        throw new ConfigurationException($"'{Path}' has no number for [{GetType()}], and the type does not override Identifier.");
    }
}

/// <summary>A serializer that names what it writes in words of its own, so that types can be renamed and moved.</summary>
public abstract class SerializerWithStringManifest : Serializer
{
    protected SerializerWithStringManifest(ExtendedActorSystem system)
        : base(system)
    {
    }

    public sealed override bool IncludeManifest => true;

    public sealed override object FromBinary(byte[] bytes, Type type) => FromBinary(bytes, Serialization.NameOf(type));

    public abstract object FromBinary(byte[] bytes, string manifest);

    public abstract string Manifest(object o);
}
