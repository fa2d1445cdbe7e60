using System.Runtime.Serialization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Cluster.Wire;

/// <summary>How the records are written: an object of what can be set, under the record's own names. What is null is left out.</summary>
internal static class WireJson
{
    // DPs may be nested as deep as the protocol's reader lets them (64), and stand a few levels deep in a message.
    private const int MaxDepth = 128;

    public static JsonSerializerOptions Options { get; } = Make();

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            IgnoreReadOnlyProperties = true,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            MaxDepth = MaxDepth,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { Guard, WireDefaults.Fill } },
            Converters =
            {
                new MessageConverter(),
                new OutcomeConverter(),
                new DeviceIdConverter(),
                new DpSetConverter(),
                new DpValueConverter(),
                new IPAddressConverter(),
                new IPEndPointConverter(),
                new BytesConverter(),
                new ArrayConverters(),
                new EventKindsConverter(),
                new WordConverter<ProtocolVersion>(ProtocolVersions.ToText, ProtocolVersions.All),
                new OptionalWordConverter<ProtocolVersion>(ProtocolVersions.ToText, ProtocolVersions.All),
                new NameConverters(),
                new LocalKeyConverter(),
            },
        };
        options.MakeReadOnly();
        return options;
    }

    // The converter refuses a key wherever it stands; here it is known whose it is.
    private static void Guard(JsonTypeInfo type)
    {
        if (type.Type != typeof(DeviceDefinition))
            return;
        foreach (var property in type.Properties.Where(property => property.PropertyType == typeof(LocalKey)))
        {
            property.Get = definition => ((DeviceDefinition)definition).Key is null
                ? null
                : throw new SerializationException($"the definition of '{((DeviceDefinition)definition).Id}' has its local key in it, and no local key goes to another node in the clear");
        }
    }
}
