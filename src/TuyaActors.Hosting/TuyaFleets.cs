using System.Collections.Concurrent;
using Akka.Actor;
using TuyaActors.Storage;

namespace TuyaActors.Hosting;

/// <summary>
/// The fleets of an actor system by their names: what the <c>ActorRegistry</c>, which goes by type, is for the one of the name
/// <see cref="DefaultName"/>. Thread-safe.
/// </summary>
public sealed class TuyaFleets : IExtension
{
    /// <summary>The name of a fleet that was given none. It is the actor's name under <c>/user</c>.</summary>
    public const string DefaultName = "tuya";

    private readonly ConcurrentDictionary<string, TaskCompletionSource<TuyaFleetActors>> _fleets = new(StringComparer.Ordinal);

    internal TuyaFleets()
    {
    }

    /// <summary>The names of the fleets that have started, in order.</summary>
    public IReadOnlyList<string> Names => [.. _fleets.Where(fleet => fleet.Value.Task.IsCompleted).Select(fleet => fleet.Key).Order(StringComparer.Ordinal)];

    /// <summary>The fleets of this actor system.</summary>
    public static TuyaFleets For(ActorSystem system) => system.WithExtension<TuyaFleets, Provider>();

    /// <summary>The actors of a fleet that has started.</summary>
    /// <exception cref="KeyNotFoundException">None of that name has (yet); the message says which have.</exception>
    public TuyaFleetActors Get(string name = DefaultName) =>
        _fleets.TryGetValue(name, out var fleet) && fleet.Task.IsCompletedSuccessfully ? fleet.Task.Result : throw new KeyNotFoundException(Missing(name));

    /// <summary>The actors of a fleet, as soon as it has started.</summary>
    public Task<TuyaFleetActors> GetAsync(string name = DefaultName, CancellationToken cancellationToken = default) =>
        Of(name).Task.WaitAsync(cancellationToken);

    internal void Add(TuyaFleetActors fleet)
    {
        if (!Of(fleet.Name).TrySetResult(fleet))
            throw new InvalidOperationException($"there are two fleets named '{fleet.Name}' in this actor system; give each a name of its own");
    }

    internal string Missing(string name) =>
        $"this actor system has no fleet named '{name}'; there {(Names is [] ? "is none" : $"are: {string.Join(", ", Names)}")} (WithTuyaFleet and AddTuyaFleet take a name)";

    private TaskCompletionSource<TuyaFleetActors> Of(string name) =>
        _fleets.GetOrAdd(name, static _ => new TaskCompletionSource<TuyaFleetActors>(TaskCreationOptions.RunContinuationsAsynchronously));

    private sealed class Provider : ExtensionIdProvider<TuyaFleets>
    {
        public override TuyaFleets CreateExtension(ExtendedActorSystem system) => new();
    }
}

/// <summary>The doors of one fleet.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Fleet">Takes definitions, and forwards commands and questions.</param>
/// <param name="Router">Takes commands, questions and subscriptions.</param>
/// <param name="Discovery">Listens to the LAN; takes <c>DiscoveryMessages.ProbeNow</c>.</param>
public sealed record TuyaFleetActors(string Name, IActorRef Fleet, IActorRef Router, IActorRef Discovery)
{
    /// <summary>Where it keeps what it does not forget.</summary>
    public required FleetStorage Storage { get; init; }
}
