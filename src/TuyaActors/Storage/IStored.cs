namespace TuyaActors.Storage;

/// <summary>
/// Marks what is written to the journal or the snapshot store. Each such type has a <see cref="StoredCodec{T}"/> in
/// <see cref="StoredCodecs"/>, and a golden file in the tests.
/// </summary>
public interface IStored;
