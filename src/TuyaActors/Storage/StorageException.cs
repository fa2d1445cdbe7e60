namespace TuyaActors.Storage;

/// <summary>The place where a fleet keeps things cannot be used. The message is a sentence for the operator: which file, why, and what to do. Nothing was changed.</summary>
public sealed class StorageException : Exception
{
    /// <summary>With the operator's sentence.</summary>
    public StorageException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
