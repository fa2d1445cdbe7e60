using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.DependencyInjection;
using Akka.Util;
using Microsoft.Extensions.DependencyInjection;

namespace Akka.Hosting;

/// <summary>Starts top-level actors, and registers them.</summary>
public delegate Task ActorStarter(ActorSystem system, IActorRegistry registry);

/// <summary>Starts top-level actors whose services are injected, and registers them.</summary>
internal delegate Task ActorStarterWithResolver(ActorSystem system, IActorRegistry registry, IDependencyResolver resolver);

/// <summary>Runs when all actors are started.</summary>
public delegate Task StartupTask(ActorSystem system, IActorRegistry registry);

/// <summary>Where a piece of HOCON goes among what is there: before it (it wins), behind it (it is a fallback), or in its place.</summary>
public enum HoconAddMode
{
    Prepend,
    Append,
    Replace,
}

/// <summary>Collects what the actor system of a host is made of.</summary>
public sealed class AkkaConfigurationBuilder
{
    private readonly string _actorSystemName;
    private readonly List<Setup> _setups = [];
    private readonly List<ActorStarterWithResolver> _starters = [];
    private readonly List<StartupTask> _startups = [];
    private readonly List<IExtensionId> _extensions = [];

    internal AkkaConfigurationBuilder(IServiceCollection serviceCollection, string actorSystemName)
    {
        ArgumentNullException.ThrowIfNull(serviceCollection);
        _actorSystemName = actorSystemName;
    }

    internal Option<Config> Configuration { get; private set; } = Option<Config>.None;

    internal AkkaConfigurationBuilder StartActors(Action<ActorSystem, IActorRegistry> starter) =>
        StartActors((system, registry, _) => starter(system, registry));

    internal AkkaConfigurationBuilder StartActors(Action<ActorSystem, IActorRegistry, IDependencyResolver> starter) =>
        StartActors((system, registry, resolver) =>
        {
            starter(system, registry, resolver);
            return Task.CompletedTask;
        });

    internal AkkaConfigurationBuilder StartActors(ActorStarter starter) => StartActors((system, registry, _) => starter(system, registry));

    internal AkkaConfigurationBuilder StartActors(ActorStarterWithResolver starter)
    {
        _starters.Add(starter);
        return this;
    }

    public AkkaConfigurationBuilder AddStartup(Action<ActorSystem, IActorRegistry> startupTask) =>
        AddStartup((system, registry) =>
        {
            startupTask(system, registry);
            return Task.CompletedTask;
        });

    public AkkaConfigurationBuilder AddStartup(StartupTask startupTask)
    {
        _startups.Add(startupTask);
        return this;
    }

    internal AkkaConfigurationBuilder Merge(Config hocon, HoconAddMode mode)
    {
        var present = Configuration.HasValue ? Configuration.Value : Config.Empty;
        Configuration = mode switch
        {
            HoconAddMode.Prepend => hocon.WithFallback(present),
            HoconAddMode.Append => present.IsEmpty ? hocon : present.WithFallback(hocon),
            HoconAddMode.Replace => hocon,
            _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "Known are Prepend, Append and Replace."),
        };
        return this;
    }

    /// <summary>One setup of a type: the last one added wins.</summary>
    internal AkkaConfigurationBuilder Put(Setup setup)
    {
        if (setup is BootstrapSetup)
            throw new ArgumentException($"{nameof(BootstrapSetup)} is made by the builder: use AddHocon.", nameof(setup));
        _setups.RemoveAll(present => present.GetType() == setup.GetType());
        _setups.Add(setup);
        return this;
    }

    internal ActorSystem CreateSystem(IServiceProvider services)
    {
        var bootstrap = BootstrapSetup.Create();
        if (Configuration.HasValue)
            bootstrap = bootstrap.WithConfig(Configuration.Value);

        if (!_setups.OfType<DependencyResolverSetup>().Any())
            Put(DependencyResolverSetup.Create(services));
        var system = ActorSystem.Create(_actorSystemName, ActorSystemSetup.Create([bootstrap, .. _setups]));
        foreach (var extension in _extensions)
            system.RegisterExtension(extension);
        return system;
    }

    /// <summary>Starts the actors, then runs the startup tasks, each in the order of its adding.</summary>
    internal async Task StartAsync(ActorSystem system)
    {
        var registry = ActorRegistry.For(system);
        var resolver = DependencyResolver.For(system).Resolver;
        foreach (var starter in _starters)
            await starter(system, registry, resolver);
        foreach (var startup in _startups)
            await startup(system, registry);
    }
}
