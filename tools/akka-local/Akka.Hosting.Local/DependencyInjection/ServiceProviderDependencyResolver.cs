using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;

namespace Akka.DependencyInjection;

/// <summary>Resolves from an <see cref="IServiceProvider"/>.</summary>
internal sealed class ServiceProviderDependencyResolver(IServiceProvider serviceProvider) : IDependencyResolver
{
    public IServiceProvider ServiceProvider { get; } = serviceProvider;

    public IResolverScope CreateScope() => new ServiceProviderScope(ServiceProvider.CreateScope());

    public T GetService<T>() => ServiceProvider.GetService<T>()!;

    public Props Props<T>(params object[] args)
        where T : ActorBase => Actor.Props.CreateBy(new ServiceProviderActorProducer(ServiceProvider, typeof(T), args));
}

/// <summary>A scope of an <see cref="IServiceProvider"/>.</summary>
internal sealed class ServiceProviderScope(IServiceScope scope) : IResolverScope
{
    public IDependencyResolver Resolver { get; } = new ServiceProviderDependencyResolver(scope.ServiceProvider);

    public void Dispose()
    {
        scope.Dispose();
        GC.SuppressFinalize(this);
    }
}

/// <summary>Makes actors whose constructors mix given arguments and services.</summary>
internal sealed class ServiceProviderActorProducer(IServiceProvider provider, Type actorType, object[] args) : IIndirectActorProducer
{
    public Type ActorType { get; } = actorType;

    public ActorBase Produce() => (ActorBase)ActivatorUtilities.CreateInstance(provider, ActorType, args);

    public void Release(ActorBase actor)
    {
        // The services belong to the provider, not to the actor.
    }
}
