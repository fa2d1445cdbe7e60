using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Util;

namespace Akka.Persistence;

internal sealed class Persistence : ExtensionIdProvider<PersistenceExtension>
{
    public static Persistence Instance { get; } = new();

    public override PersistenceExtension CreateExtension(ExtendedActorSystem system) => new(system);
}

/// <summary>The journals and snapshot stores of a system, started when they are first asked for.</summary>
internal sealed class PersistenceExtension : IExtension
{
    private const string Journals = "akka.persistence.journal-plugin-fallback";
    private const string SnapshotStores = "akka.persistence.snapshot-store-plugin-fallback";

    private readonly ExtendedActorSystem _system;
    private readonly ConcurrentDictionary<string, Lazy<Plugin>> _plugins = new();
    private readonly Lazy<string> _defaultSnapshotStore;
    private readonly Lazy<IActorRef> _recoveryPermitter;

    public PersistenceExtension(ExtendedActorSystem system)
    {
        _system = system;
        system.Settings.InjectTopLevelFallback(
            ConfigurationFactory.FromResource("Akka.Persistence.persistence.conf", typeof(PersistenceExtension).Assembly));
        _defaultSnapshotStore = new(DefaultSnapshotStore);
        _recoveryPermitter = new(() =>
        {
            var permits = Config.GetInt("akka.persistence.max-concurrent-recoveries");
            return _system.SystemActorOf(Props.Create(() => new RecoveryPermitter(permits)), "recoveryPermitter");
        });
    }

    public IActorRef RecoveryPermitter => _recoveryPermitter.Value;

    private Config Config => _system.Settings.Config;

    /// <summary>The journal with this path of configuration; the default one when there is none.</summary>
    public IActorRef JournalFor(string pluginId) => PluginFor(JournalPath(pluginId), Journals).Actor;

    public TimeSpan RecoveryEventTimeoutOf(string journalPluginId) =>
        PluginFor(JournalPath(journalPluginId), Journals).Config.GetTimeSpan("recovery-event-timeout", null, false);

    public IActorRef SnapshotStoreFor(string pluginId) =>
        PluginFor(string.IsNullOrEmpty(pluginId) ? _defaultSnapshotStore.Value : pluginId, SnapshotStores).Actor;

    private string DefaultSnapshotStore()
    {
        if (Config.GetString("akka.persistence.snapshot-store.plugin") is { Length: > 0 } path)
            return path;
        _system.Log.Warning("No default snapshot store configured: set akka.persistence.snapshot-store.plugin to have snapshots.");
        return "akka.persistence.no-snapshot-store";
    }

    private string JournalPath(string pluginId)
    {
        if (!string.IsNullOrEmpty(pluginId))
            return pluginId;
        return Config.GetString("akka.persistence.journal.plugin") is { Length: > 0 } path
            ? path
            : throw new ConfigurationException("akka.persistence.journal.plugin is empty: there is no default journal.");
    }

    private Config ConfigOf(string path, string fallback) => Config.GetConfig(path) is { IsEmpty: false } config
        ? config.WithFallback(Config.GetConfig(fallback))
        : throw new ArgumentException(path == "akka.persistence.snapshot-store.local"
            ? "The local engine has no akka.persistence.snapshot-store.local (files in a folder). Set akka.persistence.snapshot-store.plugin "
                + "to akka.persistence.snapshot-store.inmem or .sqlite, or install the Akka packages and build with AkkaEngine=nuget."
            : $"Persistence config is missing plugin config path for: {path}");

    private Plugin PluginFor(string path, string fallback) => _plugins.GetOrAdd(path, _ => new(() => Start(path, fallback))).Value;

    private Plugin Start(string path, string fallback)
    {
        var config = ConfigOf(path, fallback);
        var name = config.GetString("class");
        if (string.IsNullOrEmpty(name))
            throw new ConfigurationException($"{path}.class must name the type of the plugin.");
        var type = TypeLocator.Require(name, path + ".class");
        object[] arguments = type.GetConstructor([typeof(Config)]) is null ? [] : [config];
        var props = new Props(type, arguments).WithDispatcher(config.GetString("plugin-dispatcher"));
        return new Plugin(_system.SystemActorOf(props, path), config);
    }

    private sealed record Plugin(IActorRef Actor, Config Config);
}
