using System.Text.Json;

namespace TuyaActors.Storage;

/// <summary>How one type is written and read.</summary>
internal abstract class StoredCodec(string manifest, Type type)
{
    /// <summary>The short name that stands beside the bytes for ever.</summary>
    public string Manifest { get; } = manifest;

    public Type Type { get; } = type;

    /// <summary>Writes the properties; the object around them is there already.</summary>
    public abstract void Write(Utf8JsonWriter json, object value);

    public abstract IStored Read(JsonElement json);
}

/// <summary>
/// How one type is written and read. What is written is only ever extended: a property that is missing has its default when it is read, and
/// one that is not known is passed over. A change of another kind gets another manifest, and the former one stays readable.
/// </summary>
/// <param name="manifest">Short, unique, and never changed: <c>reg.added</c>.</param>
/// <param name="write">Writes the properties into the object that has been begun.</param>
/// <param name="read">Reads from the object; throws <see cref="FormatException"/> with a sentence where it cannot.</param>
internal sealed class StoredCodec<T>(string manifest, Action<Utf8JsonWriter, T> write, Func<JsonElement, T> read) : StoredCodec(manifest, typeof(T))
    where T : IStored
{
    public override void Write(Utf8JsonWriter json, object value) => write(json, (T)value);

    public override IStored Read(JsonElement json) => read(json);
}
