using Akka.Actor;

namespace Akka.DependencyInjection;

/// <summary>Where actors get their services from.</summary>
public interface IDependencyResolver
{
    IResolverScope CreateScope();

    T GetService<T>();

    Props Props<T>(params object[] args)
        where T : ActorBase;
}

/// <summary>A scope of services, ended by disposing it.</summary>
public interface IResolverScope : IDisposable
{
    IDependencyResolver Resolver { get; }
}
