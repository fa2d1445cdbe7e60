using Akka.Actor;
using TuyaActors.Device;
using TuyaActors.Diagnostics;
using TuyaActors.Discovery;
using TuyaActors.Messages;
using TuyaActors.Settings;
using TuyaActors.Telemetry;

namespace TuyaActors.Router;

/// <summary>
/// Commands out to the devices, events in to the subscribers, questions to many devices scattered and gathered. Whatever takes time is done by a
/// short-lived actor of its own, one for each request.
/// </summary>
internal sealed partial class RouterActor : UntypedActor, IWithTimers
{
    private sealed record AskAgainDue;

    /// <summary>What a crash of this actor must not lose: who is who, and who listens. Handed over by the props.</summary>
    public sealed class Memory
    {
        internal Memory(FleetSettings settings, FleetTelemetry telemetry, IActorRef? source)
        {
            Settings = settings;
            Source = source;
            Subscriptions = new SubscriptionBoard(Directory, settings.SubscriberBuffer, telemetry);
        }

        internal FleetSettings Settings { get; }
        internal FleetDirectory Directory { get; } = new();
        internal SubscriptionBoard Subscriptions { get; }
        internal Dictionary<DeviceId, IActorRef> Showing { get; } = [];

        /// <summary>Who brings the events, and wants to know which are wanted; null: the devices themselves, which tell all.</summary>
        internal IActorRef? Source { get; }
        internal IActorRef Discovery { get; set; } = ActorRefs.Nobody;
        internal long RequestNumber { get; set; }
    }

    private readonly Memory _memory;

    // What goes out only when the source knows what is wanted.
    private List<(IActorRef To, object Message)>? _held;

    /// <summary>By way of <see cref="Props"/>.</summary>
    public RouterActor(Memory memory)
    {
        _memory = memory;
        var self = Self;
        Subscriptions.SendBy((to, message) =>
        {
            if (_held is null)
                to.Tell(message, self);
            else
                _held.Add((to, message));
        });
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    private FleetDirectory Directory => _memory.Directory;

    private SubscriptionBoard Subscriptions => _memory.Subscriptions;

    /// <summary>How to make one.</summary>
    /// <param name="settings">The fleet's.</param>
    /// <param name="telemetry">Where it tells what subscribers miss.</param>
    /// <param name="source">Who brings the events from where the devices are, and is told which are wanted; null: the devices are here.</param>
    public static Props Props(FleetSettings settings, FleetTelemetry? telemetry = null, IActorRef? source = null)
    {
        var memory = new Memory(settings, telemetry ?? FleetTelemetry.None, source);
        return Akka.Actor.Props.Create(() => new RouterActor(memory));
    }

    /// <inheritdoc/>
    protected override void PreRestart(Exception reason, object message)
    {
        base.PreRestart(reason, message);
        if (message is IDeviceEvent lost)
            Subscriptions.Lose(lost.At);
        // Who waits for a snapshot may have been on his way from one question to the next.
        else if (message is RouterMessages.Missed or RouterMessages.Begun or RouterMessages.Known or RouterMessages.Redefined or RouterMessages.Stood
                 or DeviceReplies.DeviceFound or DeviceReplies.DeviceNotAnswering or AskAgainDue)
            Subscriptions.Lose(Now);
    }

    /// <inheritdoc/>
    protected override void PostRestart(Exception reason)
    {
        base.PostRestart(reason);
        Subscriptions.Resume(Now);
        WatchQuestions();
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case IDeviceEvent e:
                Publish(e);
                break;
            case ActorIdentity { MessageId: long number }:
                Subscriptions.Acknowledge(Sender, number, Now);
                break;
            case DeviceReplies.DeviceNotAnswering silent:
                Subscriptions.Pass(silent.DeviceId, Now);
                break;
            case DeviceReplies.DeviceFound found:
                if (Directory.Find(found.DeviceId)?.Actor.Equals(Sender) == true)
                    Subscriptions.Take(found.Device, Now);
                break;
            case DeviceCommands.Identify identify:
                Show(identify);
                break;
            case DeviceQueries.GetDevice { Fresh: true } query:
                AskFresh(query);
                break;
            case IWithDeviceId toDevice when message is IDeviceCommand or DeviceQueries.GetDevice or DeviceQueries.GetHistory or DeviceQueries.GetFrames:
                ToDevice(toDevice);
                break;
            case IManyCommand many:
                ToMany(many);
                break;
            case DeviceQueries.GetDevices query:
                GetDevices(query);
                break;
            case DeviceQueries.GetHealth:
                _memory.Discovery.Tell(new DiscoveryMessages.CompleteHealth(Directory.Health(), Sender));
                break;
            case DeviceQueries.GetSightings:
                _memory.Discovery.Forward(message);
                break;
            case DeviceQueries.Subscribe subscribe:
                var filter = subscribe.Filter ?? EventFilter.Default;
                Context.Watch(Sender);
                Sender.Tell(new DeviceReplies.Subscribed(filter));
                Watch(() => Subscriptions.Subscribe(Sender, filter, Now));
                break;
            case DeviceQueries.Unsubscribe:
                Context.Unwatch(Sender);
                Watch(() => Subscriptions.Unsubscribe(Sender));
                Sender.Tell(new DeviceReplies.Unsubscribed());
                break;
            case Terminated terminated:
                Watch(() => Subscriptions.Unsubscribe(terminated.ActorRef));
                break;
            case RouterMessages.Stood stood:
                if (Directory.Find(stood.Device.DeviceId)?.Actor.Equals(Sender) == true)
                    Subscriptions.Take(stood.Device, Now, stood.Wanted);
                break;
            case IdentifyActor.Shown shown:
                if (_memory.Showing.TryGetValue(shown.DeviceId, out var by) && by.Equals(shown.By))
                    _memory.Showing.Remove(shown.DeviceId);
                break;
            case RouterMessages.Known known:
                Know(known.Definition, known.Device, known.Segment);
                break;
            case RouterMessages.Redefined redefined:
                if (Directory.Find(redefined.Definition.Id) is { } device)
                    Know(redefined.Definition, device.Actor, device.Segment);
                break;
            case RouterMessages.Begun begun:
                if (Directory.Find(begun.DeviceId) is { } begins)
                {
                    // Not all who listen get the snapshot.
                    if (begins.State != begun.State)
                        Publish(new DeviceEvents.StateChanged(begun.DeviceId, begins.State, begun.State, begun.Finding is { } kind ? Diagnoses.Of(kind) : null, Now));
                    BeginAnew(begins.Definition, begins.Actor);
                }

                break;
            case RouterMessages.Abandoned abandoned:
                if (Directory.Find(abandoned.DeviceId) is { State: var state } && state != DeviceState.Stopped)
                    Publish(new DeviceEvents.StateChanged(abandoned.DeviceId, state, DeviceState.Stopped, Diagnoses.Of(DiagnosisKind.Unhosted, abandoned.Why), Now));
                break;
            case RouterMessages.Missed missed:
                Subscriptions.Lose(missed.Count, Now);
                break;
            case RouterMessages.Forgotten forgotten:
                Forget(forgotten.DeviceId);
                break;
            case StorageHealth storage:
                Directory.Storage = storage;
                break;
            case DiscoveryMessages.Here here:
                _memory.Discovery = here.Discovery;
                break;
            case AskAgainDue:
                Subscriptions.AskAgain(Now);
                break;
            default:
                Unhandled(message);
                break;
        }

        WatchQuestions();
    }

    private void Publish(IDeviceEvent e)
    {
        if (e is DeviceEvents.StateChanged change)
            Directory.Note(change);
        Subscriptions.Publish(e);
    }

    private void WatchQuestions()
    {
        if (Subscriptions.IsAsking && !Timers.IsTimerActive(nameof(AskAgainDue)))
            Timers.StartSingleTimer(nameof(AskAgainDue), new AskAgainDue(), SubscriptionBoard.AskAgainEach);
    }

    // ---- who is who

    private void Know(DeviceDefinition definition, IActorRef actor, string? segment)
    {
        var isNew = Directory.Know(definition, actor);
        Directory.Find(definition.Id)!.Segment = segment;
        BeginAnew(definition, actor, isNew);
    }

    private void BeginAnew(DeviceDefinition definition, IActorRef actor, bool isNew = true)
    {
        var isWatchedOtherwise = Subscriptions.Define(definition, isNew, Now);
        var watched = Subscriptions.WatchedOf(definition.Id);
        if (isWatchedOtherwise || (isNew && !watched.IsEmpty))
            actor.Tell(new DeviceMessages.WatchedDps(watched));
    }

    private void Forget(DeviceId id)
    {
        if (Directory.Forget(id) is not { } device)
            return;
        Subscriptions.Forget(id);
        // Behind the commands that were routed to it, so that each of them still gets its outcome. Those behind gateways are told by these.
        if (!device.Definition.IsSubDevice || _memory.Source is not null)
            device.Actor.Tell(new DeviceMessages.Leave());
    }

    private void Watch(Func<IReadOnlyCollection<DeviceId>?> change) => TellWatched(_memory.Source is null ? change() : Wanting(change));

    // First the source: it asks nobody for a snapshot before the events that follow it are on their way here.
    private IReadOnlyCollection<DeviceId>? Wanting(Func<IReadOnlyCollection<DeviceId>?> change)
    {
        var held = _held = [];
        try
        {
            return change();
        }
        finally
        {
            _held = null;
            _memory.Source!.Tell(Subscriptions.Wanted());
            foreach (var (to, message) in held)
                to.Tell(message, Self);
        }
    }

    private void TellWatched(IReadOnlyCollection<DeviceId>? ids)
    {
        foreach (var device in ids is null ? Directory.All : ids.Select(Directory.Find).OfType<DirectoryEntry>())
            device.Actor.Tell(new DeviceMessages.WatchedDps(Subscriptions.WatchedOf(device.Id)));
    }
}
