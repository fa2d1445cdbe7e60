using Akka.Actor;

namespace Akka.Hosting;

/// <summary>An actor that a service without actors of its own depends on.</summary>
public interface IRequiredActor<TActor>
{
    /// <exception cref="MissingActorRegistryEntryException">The actor is not registered (yet); see <see cref="GetAsync"/>.</exception>
    IActorRef ActorRef { get; }

    /// <summary>The actor, as soon as it is registered.</summary>
    Task<IActorRef> GetAsync(CancellationToken cancellationToken = default);
}

/// <summary>Takes the required actor from the registry.</summary>
internal sealed class RequiredActor<TActor>(IReadOnlyActorRegistry registry) : IRequiredActor<TActor>
{
    public IActorRef ActorRef => registry.TryGet<TActor>(out var actor)
        ? actor
        : throw new MissingActorRegistryEntryException(
            $"No actor is registered for {typeof(TActor).Name} yet. A service that starts beside the actor system can wait for it with GetAsync.");

    public Task<IActorRef> GetAsync(CancellationToken cancellationToken = default) => registry.GetAsync<TActor>(cancellationToken);
}
