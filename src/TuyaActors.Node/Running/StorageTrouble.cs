using TuyaActors.Storage;

namespace TuyaActors.Node.Running;

/// <summary>Finds the operator's sentence in what a host throws at its start.</summary>
internal static class StorageTrouble
{
    /// <summary>The trouble with the storage that an exception is, or is about; null: it is about something else.</summary>
    public static StorageException? In(Exception? exception) => exception switch
    {
        null => null,
        StorageException trouble => trouble,
        AggregateException several => several.InnerExceptions.Select(In).FirstOrDefault(found => found is not null),
        _ => In(exception.InnerException),
    };
}
