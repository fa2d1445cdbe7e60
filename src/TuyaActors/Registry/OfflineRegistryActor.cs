using Akka.Actor;
using TuyaActors.Device.Facts;
using TuyaActors.Messages;
using TuyaActors.Settings;
using TuyaActors.Storage;

namespace TuyaActors.Registry;

/// <summary>Stands where the fleet stands otherwise: above the registry, and with nothing beside it.</summary>
internal sealed class OfflineRegistryActor : UntypedActor
{
    /// <summary>Answered by <see cref="Opened"/>, or by a <see cref="StorageException"/> as failure.</summary>
    public sealed record Open;

    /// <summary>All definitions are there.</summary>
    public sealed record Opened;

    private sealed record Forgotten(RegistryMessages.Carried By);

    private readonly FleetStorage _storage;
    private readonly List<IActorRef> _waiting = [];
    private IActorRef _registry = ActorRefs.Nobody;
    private object? _opened;

    /// <summary>By way of <see cref="Props"/>.</summary>
    public OfflineRegistryActor(FleetStorage storage) => _storage = storage;

    /// <summary>How to make one.</summary>
    public static Props Props(FleetStorage storage) => Akka.Actor.Props.Create(() => new OfflineRegistryActor(storage));

    protected override void PreStart() => _registry = Context.ActorOf(RegistryKeeperActor.Props(_storage), "registry");

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Open:
                _waiting.Add(Sender);
                AnswerWaiting();
                break;
            case RegistryMessages.Recovered:
                _opened = new Opened();
                AnswerWaiting();
                break;
            case RegistryMessages.Failed failed:
                _opened ??= new Status.Failure(failed.Cause as StorageException ?? new StorageException(failed.Problem, failed.Cause));
                AnswerWaiting();
                break;
            case RegistryMessages.Carried carried:
                Carried(carried);
                break;
            case Forgotten forgotten:
                Answer(forgotten.By);
                break;
            case RegistryMessages.StorageChanged:
                // The replies say it.
                break;
            case DeviceQueries.GetDefinition or DeviceQueries.GetDefinitions:
                _registry.Forward(message);
                break;
            // What a device has to say goes to the fleet; its facts say something of their own while they are deleted.
            case FactsMessages.Restored or FactsMessages.Trouble or FactsMessages.Well:
                break;
            default:
                _registry.Tell(new RegistryMessages.Carry(message, Sender));
                break;
        }
    }

    private void Carried(RegistryMessages.Carried carried)
    {
        // One command removes one device at most.
        if (_storage.Settings.Mode == PersistenceMode.Memory || carried.Events.OfType<RegistryEvent.Removed>().FirstOrDefault() is not { } removed)
        {
            Answer(carried);
            return;
        }

        var facts = Context.ActorOf(FactsActor.Props(_storage, removed.DeviceId, isNew: false));
        Context.WatchWith(facts, new Forgotten(carried));
        facts.Tell(new FactsMessages.Forget());
    }

    private static void Answer(RegistryMessages.Carried carried) => carried.Request.ReplyTo.Tell(carried.Reply);

    private void AnswerWaiting()
    {
        if (_opened is null)
            return;
        _waiting.ForEach(asker => asker.Tell(_opened));
        _waiting.Clear();
    }
}
