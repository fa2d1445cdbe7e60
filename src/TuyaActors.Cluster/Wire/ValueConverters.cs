using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Cluster.Wire;

/// <summary>As text; the id of no device is empty.</summary>
internal sealed class DeviceIdConverter : JsonConverter<DeviceId>
{
    public override DeviceId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is not { Length: > 0 } text ? default
        : DeviceId.TryParse(text, out var id, out var why) ? id
        : throw new JsonException(why);

    public override void Write(Utf8JsonWriter writer, DeviceId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

/// <summary>As it came from the device, to the letter.</summary>
internal sealed class DpValueConverter : JsonConverter<DpValue>
{
    public override bool HandleNull => true;

    public override DpValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => DpValue.Read(ref reader);

    public override void Write(Utf8JsonWriter writer, DpValue value, JsonSerializerOptions options) => value.WriteTo(writer);
}

/// <summary>As the protocol writes it: <c>{"1":true,"20":"x"}</c>.</summary>
internal sealed class DpSetConverter : JsonConverter<DpSet>
{
    public override DpSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("DPs are an object from DP id to value");
        var dps = new List<KeyValuePair<int, DpValue>>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            if (!int.TryParse(name, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var id) || id is < DpSet.MinId or > DpSet.MaxId)
                throw new JsonException($"'{name}' is no DP id: a number from {DpSet.MinId} to {DpSet.MaxId} is wanted");
            reader.Read();
            dps.Add(new(id, DpValue.Read(ref reader)));
        }

        return dps.Count == 0 ? DpSet.Empty : DpSet.Create(dps);
    }

    public override void Write(Utf8JsonWriter writer, DpSet value, JsonSerializerOptions options) => value.WriteTo(writer);
}

internal sealed class IPAddressConverter : JsonConverter<IPAddress>
{
    public override IPAddress Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        IPAddress.TryParse(reader.GetString(), out var address) ? address : throw new JsonException($"'{reader.GetString()}' is no IP address");

    public override void Write(Utf8JsonWriter writer, IPAddress value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

internal sealed class IPEndPointConverter : JsonConverter<IPEndPoint>
{
    public override IPEndPoint Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        IPEndPoint.TryParse(reader.GetString() ?? "", out var endPoint) ? endPoint : throw new JsonException($"'{reader.GetString()}' is no address with a port");

    public override void Write(Utf8JsonWriter writer, IPEndPoint value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

/// <summary>Never written, wherever it stands; passed over where somebody else has written one.</summary>
internal sealed class LocalKeyConverter : JsonConverter<LocalKey>
{
    public override LocalKey? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, LocalKey value, JsonSerializerOptions options) =>
        throw new System.Runtime.Serialization.SerializationException("no local key goes to another node in the clear");
}
