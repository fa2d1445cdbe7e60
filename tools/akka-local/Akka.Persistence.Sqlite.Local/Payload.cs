using Microsoft.Data.Sqlite;

namespace Akka.Persistence.Sqlite;

/// <summary>An event or a snapshot as it is stored: the bytes, and what it takes to read them.</summary>
internal readonly record struct Payload(byte[] Bytes, int SerializerId, string Manifest)
{
    public static Payload Of(object value, Serialization.Serialization serialization)
    {
        var serializer = serialization.FindSerializerFor(value);
        return new Payload(serializer.ToBinary(value), serializer.Identifier, Serialization.Serialization.ManifestOf(serializer, value));
    }

    /// <summary>From three columns, in this order: payload, serializer_id, manifest.</summary>
    public static object Read(SqliteDataReader row, int first, Serialization.Serialization serialization) =>
        serialization.Deserialize(row.GetFieldValue<byte[]>(first), row.GetInt32(first + 1), row.IsDBNull(first + 2) ? "" : row.GetString(first + 2));
}
