using Akka.Actor.Setup;

namespace Akka.DependencyInjection;

/// <summary>Tells an actor system where its services are.</summary>
internal sealed class DependencyResolverSetup : Setup
{
    internal DependencyResolverSetup(IDependencyResolver resolver) => DependencyResolver = resolver;

    public IDependencyResolver DependencyResolver { get; }

    public static DependencyResolverSetup Create(IServiceProvider provider) => Create(new ServiceProviderDependencyResolver(provider));

    public static DependencyResolverSetup Create(IDependencyResolver provider) => new(provider);
}
