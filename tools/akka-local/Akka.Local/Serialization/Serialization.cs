#nullable disable
using System.Collections.Concurrent;
using System.Runtime.Serialization;
using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Util;

namespace Akka.Serialization;

/// <summary>The serializers of a system, and which of them serves a type: the one that is bound to it, else to its nearest ancestor.</summary>
public partial class Serialization
{
    private readonly Dictionary<string, Serializer> _byName = [];
    private readonly Dictionary<int, Serializer> _byIdentifier = [];
    private readonly Dictionary<Type, Serializer> _bindings = [];
    private readonly ConcurrentDictionary<Type, Serializer> _found = new();

    internal Serialization(ExtendedActorSystem system)
    {
        var config = system.Settings.Config;
        foreach (var (name, type) in Entries(config, "akka.actor.serializers"))
        {
            if (TypeLocator.Find(type) is { } found)
                Add(name, Make(found, system, config.GetConfig($"akka.actor.serialization-settings.\"{name}\"")));
            else
                system.Log.Warning("The type name for serializer '{0}' did not resolve to an actual Type: '{1}'", name, type);
        }

        foreach (var (type, name) in Entries(config, "akka.actor.serialization-bindings"))
        {
            if (TypeLocator.Find(type) is not { } found)
                system.Log.Warning("The type name for message/serializer binding '{0}' did not resolve to an actual Type: '{1}'", name, type);
            else if (_byName.TryGetValue(name, out var serializer))
                _bindings[found] = serializer;
            else
                system.Log.Warning("Serialization binding to non existing serializer: '{0}'", name);
        }
    }

    /// <exception cref="SerializationException">No serializer has the identifier.</exception>
    public object Deserialize(byte[] bytes, int serializerId, string manifest)
    {
        if (!_byIdentifier.TryGetValue(serializerId, out var serializer))
        {
            throw new SerializationException(
                $"Cannot find serializer with id [{serializerId}] (manifest [{manifest}]): 'akka.actor.serializers' has none with this id.");
        }

        if (serializer is SerializerWithStringManifest named)
            return named.FromBinary(bytes, manifest);
        if (string.IsNullOrEmpty(manifest))
            return serializer.FromBinary(bytes, null);
        return serializer.FromBinary(bytes, TypeLocator.Find(manifest) ?? throw new SerializationException(
            $"Cannot find manifest class [{manifest}] for serializer with id [{serializerId}]."));
    }

    /// <exception cref="SerializationException">No serializer is bound to the type or an ancestor.</exception>
    public Serializer FindSerializerFor(object obj, string defaultSerializerName = null) =>
        _found.GetOrAdd(obj.GetType(), type => Find(type, defaultSerializerName));

    /// <summary>What is stored with the bytes besides the identifier.</summary>
    internal static string ManifestOf(Serializer serializer, object obj) => serializer switch
    {
        SerializerWithStringManifest named => named.Manifest(obj),
        { IncludeManifest: true } => NameOf(obj.GetType()),
        _ => "",
    };

    /// <summary>The name with the assembly, without version, culture and key.</summary>
    internal static string NameOf(Type type) => VersionOfAssembly().Replace(type.AssemblyQualifiedName!, "");

    private static IEnumerable<(string Key, string Value)> Entries(Config config, string path) =>
        (config.GetConfig(path)?.AsEnumerable() ?? []).Select(entry => (entry.Key, entry.Value.GetString()));

    private static Serializer Make(Type type, ExtendedActorSystem system, Config settings) =>
        (Serializer)(settings.IsNullOrEmpty() ? Activator.CreateInstance(type, system) : Activator.CreateInstance(type, system, settings));

    private void Add(string name, Serializer serializer)
    {
        _byName[name] = serializer;
        _byIdentifier[serializer.Identifier] = serializer;
    }

    private Serializer Find(Type type, string defaultName)
    {
        var ancestors = _bindings.Keys.Where(bound => bound != typeof(object) && bound.IsAssignableFrom(type)).ToList();
        var nearest = ancestors.Find(one => !ancestors.Exists(other => other != one && one.IsAssignableFrom(other)));
        if (nearest is not null)
            return _bindings[nearest];
        if (defaultName is not null && _byName.TryGetValue(defaultName, out var named))
            return named;
        return _bindings.TryGetValue(typeof(object), out var any)
            ? any
            : throw new SerializationException($"Serializer not found for type {type.Name}");
    }

    [GeneratedRegex(@", (Version|Culture|PublicKeyToken)=[^,\]]+")]
    private static partial Regex VersionOfAssembly();
}
