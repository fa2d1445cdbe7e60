namespace Akka.Hosting;

/// <summary>The registry cannot do what was asked.</summary>
public class ActorRegistryException : Exception
{
    internal ActorRegistryException(string message)
        : base(message)
    {
    }
}

/// <summary>The key is already taken.</summary>
public sealed class DuplicateActorRegistryException : ActorRegistryException
{
    internal DuplicateActorRegistryException(string message)
        : base(message)
    {
    }
}

/// <summary>Nothing is registered for the key.</summary>
public sealed class MissingActorRegistryEntryException : ActorRegistryException
{
    internal MissingActorRegistryEntryException(string message)
        : base(message)
    {
    }
}
