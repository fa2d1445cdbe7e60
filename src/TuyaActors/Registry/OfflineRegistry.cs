using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using TuyaActors.Messages;
using TuyaActors.Storage;

namespace TuyaActors.Registry;

/// <summary>
/// The definitions of a fleet that does not run: no device is connected, nothing listens. It has an actor system of its own. The storage must not be
/// in use by a fleet at the same time.
/// </summary>
public sealed class OfflineRegistry : IAsyncDisposable
{
    // Above what the journal is waited for, which ends with a reply that says more.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private const string Quiet = "akka { loglevel = OFF, stdout-loglevel = OFF, log-dead-letters = off }";

    private readonly ActorSystem _system;
    private readonly IActorRef _registry;

    private OfflineRegistry(ActorSystem system, IActorRef registry) => (_system, _registry) = (system, registry);

    /// <summary>Reads all definitions back.</summary>
    /// <param name="storage">Where they are; it is not closed with this.</param>
    /// <param name="fleet">The name that the storage was opened with.</param>
    /// <param name="config">For the actor system; it is quiet by default.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StorageException">They cannot be read; nothing was changed.</exception>
    public static async Task<OfflineRegistry> OpenAsync(
        FleetStorage storage, string fleet = "tuya", Config? config = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(storage);
        var settings = (config ?? Config.Empty).WithFallback(ConfigurationFactory.ParseString(Quiet)).WithFallback(PersistenceHocon.For(storage.Settings, fleet));
        var system = ActorSystem.Create("tuya-offline", settings);
        var registry = new OfflineRegistry(system, system.ActorOf(OfflineRegistryActor.Props(storage), fleet));
        try
        {
            await registry._registry.Ask<OfflineRegistryActor.Opened>(new OfflineRegistryActor.Open(), Patience, cancellationToken).ConfigureAwait(false);
            return registry;
        }
        catch
        {
            await registry.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Carries one of <see cref="FleetCommands"/> out; done when it is stored. A removed device's learned facts go with it.</summary>
    /// <exception cref="ArgumentException">The command is none of a fleet's.</exception>
    public Task<FleetReply> SendAsync(object command, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (command.GetType().DeclaringType != typeof(FleetCommands))
            throw new ArgumentException($"{command.GetType().Name} is no command to a fleet", nameof(command));
        return _registry.Ask<FleetReply>(command, Patience, cancellationToken);
    }

    /// <summary>One definition; <c>null</c>: there is none of that id.</summary>
    public async Task<StoredDefinition?> GetDefinitionAsync(DeviceId id, CancellationToken cancellationToken = default) =>
        (await _registry.Ask<object>(new DeviceQueries.GetDefinition(id), Patience, cancellationToken).ConfigureAwait(false) as DeviceReplies.DefinitionFound)?.Stored;

    /// <summary>The definitions that the selector means (<c>null</c>: all), by name and then id.</summary>
    public async Task<ImmutableArray<StoredDefinition>> GetDefinitionsAsync(DeviceSelector? devices = null, CancellationToken cancellationToken = default) =>
        (await _registry.Ask<DeviceReplies.Definitions>(new DeviceQueries.GetDefinitions(devices), Patience, cancellationToken).ConfigureAwait(false)).Found;

    /// <summary>Closes the database.</summary>
    public async ValueTask DisposeAsync()
    {
        await _system.Terminate().ConfigureAwait(false);
        _system.Dispose();
    }
}
