#nullable disable
using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Util;

namespace Akka.Dispatch;

/// <summary>The dispatchers of a system, by their place in the configuration.</summary>
public sealed class Dispatchers
{
    public const string DefaultDispatcherId = "akka.actor.default-dispatcher";

    internal const string InternalDispatcherId = "akka.actor.internal-dispatcher";

    private readonly ActorSystem _system;
    private readonly ConcurrentDictionary<string, MessageDispatcherConfigurator> _configurators = new();

    internal Dispatchers(ActorSystem system, IDispatcherPrerequisites prerequisites)
    {
        _system = system;
        Prerequisites = prerequisites;
    }

    public IDispatcherPrerequisites Prerequisites { get; }

    internal MessageDispatcher DefaultGlobalDispatcher => Lookup(DefaultDispatcherId);

    /// <exception cref="ConfigurationException">Nothing is configured there.</exception>
    internal MessageDispatcher Lookup(string dispatcherName) => Configurator(dispatcherName).Dispatcher();

    public bool HasDispatcher(string id) => _configurators.ContainsKey(id) || _system.Settings.Config.HasPath(id);

    public bool RegisterConfigurator(string id, MessageDispatcherConfigurator configurator) => _configurators.TryAdd(id, configurator);

    private MessageDispatcherConfigurator Configurator(string id)
    {
        if (_configurators.TryGetValue(id, out var known))
            return known;
        if (!HasDispatcher(id))
            throw new ConfigurationException($"Dispatcher {id} not configured.");
        return _configurators.GetOrAdd(id, Make(id));
    }

    private MessageDispatcherConfigurator Make(string id)
    {
        var config = ConfigOf(id);
        var type = config.GetString("type", "Dispatcher");
        return type switch
        {
            "Dispatcher" or "TaskDispatcher" or "ThreadPoolDispatcher" => new ThreadPoolDispatcherConfigurator(config, Prerequisites),
            "ForkJoinDispatcher" => new ForkJoinDispatcherConfigurator(config, Prerequisites),
            "PinnedDispatcher" => new PinnedDispatcherConfigurator(config, Prerequisites),
            _ => (MessageDispatcherConfigurator)Activator.CreateInstance(TypeLocator.Require(type, id + ".type"), config, Prerequisites),
        };
    }

    private Config ConfigOf(string id)
    {
        var all = _system.Settings.Config;
        return ConfigurationFactory.ParseString($"id = \"{id}\"")
            .WithFallback(all.GetConfig(id) ?? Config.Empty)
            .WithFallback(all.GetConfig(DefaultDispatcherId) ?? Config.Empty);
    }
}
