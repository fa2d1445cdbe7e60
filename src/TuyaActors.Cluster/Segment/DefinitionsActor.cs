using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using TuyaActors.Messages;
using TuyaActors.Registry;
using TuyaActors.Storage;

namespace TuyaActors.Cluster.Segment;

/// <summary>
/// Reads definitions for the hosts of this node out of the segment's journal, keys and all: so no key ever has to go from node to node. Whoever asks gets what was
/// stored at that time or later; all who ask at about the same time are served by one reading.
/// </summary>
internal sealed class DefinitionsActor(FleetStorage storage, List<(DeviceId DeviceId, IActorRef Asker)> waiting) : UntypedActor, IWithTimers
{
    /// <summary>Asks for a device's definitions. Answered by <see cref="Found"/>.</summary>
    public sealed record Find(DeviceId DeviceId);

    /// <summary>A device as it is stored.</summary>
    /// <param name="Own">Its definition; null: there is none.</param>
    /// <param name="Behind">Those of the devices behind it.</param>
    /// <param name="IsInFleet">Whether the segment has a device of this id, wherever it sits.</param>
    public sealed record Found(DeviceDefinition? Own, ImmutableArray<DeviceDefinition> Behind, Func<DeviceId, bool> IsInFleet);

    private sealed record TryAgain;

    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly List<(DeviceId DeviceId, IActorRef Asker)> _waiting = waiting;
    private List<(DeviceId DeviceId, IActorRef Asker)>? _beingServed;
    private string? _problem;

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How to make one. Who waits is handed over by the props, so that a crash does not lose it.</summary>
    public static Props Props(FleetStorage storage)
    {
        var waiting = new List<(DeviceId DeviceId, IActorRef Asker)>();
        return Akka.Actor.Props.Create(() => new DefinitionsActor(storage, waiting));
    }

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    protected override void PreRestart(Exception reason, object message)
    {
        _waiting.AddRange(_beingServed ?? []);
        base.PreRestart(reason, message);
    }

    protected override void PostRestart(Exception reason)
    {
        base.PostRestart(reason);
        ReadIfDue();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Find find:
                _waiting.Add((find.DeviceId, Sender));
                ReadIfDue();
                break;
            case RegistryReaderActor.Read read:
                Serve(read.State);
                break;
            case RegistryReaderActor.Unreadable unreadable:
                Complain(unreadable.Problem);
                break;
            case Terminated:
                Ended();
                break;
            case TryAgain:
                ReadIfDue();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void ReadIfDue()
    {
        if (_beingServed is not null || _waiting.Count == 0)
            return;
        _beingServed = [.. _waiting];
        _waiting.Clear();
        Context.Watch(Context.ActorOf(RegistryReaderActor.Props(storage)));
    }

    private void Serve(RegistryState state)
    {
        if (_problem is not null)
            _log.Info("The definitions can be read again");
        _problem = null;
        var behind = state.All.Where(stored => stored.Definition.IsSubDevice).ToLookup(stored => stored.Definition.Gateway!.Value, stored => stored.Definition);
        foreach (var (device, asker) in _beingServed ?? [])
            asker.Tell(new Found(state.Find(device)?.Definition, [.. behind[device]], id => state.Find(id) is not null));
        _beingServed = null;
    }

    /// <summary>The reader has ended, with or without having read.</summary>
    private void Ended()
    {
        if (_beingServed is { } unserved)
        {
            _waiting.InsertRange(0, unserved);
            _beingServed = null;
            Timers.StartSingleTimer(nameof(TryAgain), new TryAgain(), Wait);
        }
        else
        {
            ReadIfDue();
        }
    }

    private void Complain(string problem)
    {
        if (_problem != problem)
            _log.Error("{0} Devices that this node is to take over wait for it", problem);
        _problem = problem;
    }
}
