using Akka.Actor;

namespace Akka.DependencyInjection;

/// <summary>Where actors get their services from.</summary>
public interface IDependencyResolver
{
    IResolverScope CreateScope();

    object GetService(Type type);

    T GetService<T>();

    /// <summary>Props of an actor whose constructor takes the arguments, and services for the rest. Resolved anew at each (re)start.</summary>
    Props Props(Type type, params object[] args);

    Props Props(Type type);

    Props Props<T>(params object[] args)
        where T : ActorBase;
}

/// <summary>A scope of services, ended by disposing it.</summary>
public interface IResolverScope : IDisposable
{
    IDependencyResolver Resolver { get; }
}
