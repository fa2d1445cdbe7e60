using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TuyaActors.Cluster.Wire;

/// <summary>Immutable arrays: one that was never made is written, and read, as empty.</summary>
internal sealed class ArrayConverters : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(ImmutableArray<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options)
    {
        var item = typeToConvert.GenericTypeArguments[0];
        return (JsonConverter)Activator.CreateInstance(typeof(ArrayConverter<>).MakeGenericType(item), options.GetConverter(item))!;
    }

    private sealed class ArrayConverter<T>(JsonConverter<T> items) : JsonConverter<ImmutableArray<T>>
    {
        public override bool HandleNull => true;

        public override ImmutableArray<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.Null)
                return [];
            if (reader.TokenType != JsonTokenType.StartArray)
                throw new JsonException("an array is wanted");
            var read = ImmutableArray.CreateBuilder<T>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType == JsonTokenType.Null && !items.HandleNull)
                    throw new JsonException("an item of an array is missing");
                read.Add(items.Read(ref reader, typeof(T), options)!);
            }

            return read.DrainToImmutable();
        }

        public override void Write(Utf8JsonWriter writer, ImmutableArray<T> value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            foreach (var item in value.IsDefault ? [] : value)
                items.Write(writer, item, options);
            writer.WriteEndArray();
        }
    }
}

/// <summary>Bytes in base64.</summary>
internal sealed class BytesConverter : JsonConverter<ImmutableArray<byte>>
{
    public override bool HandleNull => true;

    public override ImmutableArray<byte> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? [] : ImmutableCollectionsMarshal.AsImmutableArray(reader.GetBytesFromBase64());

    public override void Write(Utf8JsonWriter writer, ImmutableArray<byte> value, JsonSerializerOptions options) =>
        writer.WriteBase64StringValue(value.AsSpan());
}
