using Akka.Actor;
using Akka.Event;
using TuyaActors.Telemetry;

namespace TuyaActors.Admission;

/// <summary>Messages between devices and the admission.</summary>
internal static class AdmissionMessages
{
    /// <summary>A device asks for its turn; answered by <see cref="Admitted"/> with the same ticket, first come, first served.</summary>
    public sealed record Ask(long Ticket) : IDeadLetterSuppression;

    /// <summary>It is the device's turn, until it says <see cref="Done"/> or stops.</summary>
    public sealed record Admitted(long Ticket) : IDeadLetterSuppression;

    /// <summary>The turn is over, or the device has given up asking.</summary>
    public sealed record Done(long Ticket) : IDeadLetterSuppression;
}

/// <summary>
/// How many devices of the whole fleet may be connecting or negotiating at once, so that a thousand that come back together are no
/// storm. A device that stops gives its turn back.
/// </summary>
internal sealed class AdmissionActor : UntypedActor
{
    /// <summary>What a crash of this actor must not lose: who has a turn, and who waits for one. Handed over by the props.</summary>
    public sealed class Memory
    {
        internal Memory()
        {
        }

        internal Dictionary<IActorRef, long> Admitted { get; } = [];
        internal LinkedList<(IActorRef Device, long Ticket)> Queue { get; } = [];
        internal Dictionary<IActorRef, LinkedListNode<(IActorRef Device, long Ticket)>> Queued { get; } = [];
    }

    private readonly int _budget;
    private readonly Memory _memory;
    private readonly FleetTelemetry _telemetry;

    /// <summary>By way of <see cref="Props"/>.</summary>
    public AdmissionActor(int budget, Memory memory, FleetTelemetry telemetry) => (_budget, _memory, _telemetry) = (budget, memory, telemetry);

    /// <summary>How to make one.</summary>
    /// <param name="budget">1 or more.</param>
    /// <param name="telemetry">Where it tells how many have and await their turn.</param>
    public static Props Props(int budget, FleetTelemetry? telemetry = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(budget, 1);
        var memory = new Memory();
        return Akka.Actor.Props.Create(() => new AdmissionActor(budget, memory, telemetry ?? FleetTelemetry.None));
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case AdmissionMessages.Ask ask:
                Enqueue(Sender, ask.Ticket);
                break;
            case AdmissionMessages.Done done:
                Finish(Sender, done.Ticket);
                break;
            case Terminated terminated:
                _memory.Admitted.Remove(terminated.ActorRef);
                Forget(terminated.ActorRef);
                AdmitNext();
                break;
            default:
                Unhandled(message);
                break;
        }

        _telemetry.Admission(_memory.Queue.Count, _memory.Admitted.Count);
    }

    /// <inheritdoc/>
    protected override void PostStop() => _telemetry.Admission(0, 0);

    // A device has one wish at a time: a new one replaces its old place in the queue and its old turn.
    private void Enqueue(IActorRef device, long ticket)
    {
        Forget(device);
        _memory.Admitted.Remove(device);
        Context.Watch(device);
        _memory.Queued[device] = _memory.Queue.AddLast((device, ticket));
        AdmitNext();
    }

    private void Finish(IActorRef device, long ticket)
    {
        if (_memory.Admitted.TryGetValue(device, out var held) && held == ticket)
            _memory.Admitted.Remove(device);
        else if (_memory.Queued.TryGetValue(device, out var node) && node.Value.Ticket == ticket)
            Forget(device);
        else
            return;
        Context.Unwatch(device);
        AdmitNext();
    }

    private void Forget(IActorRef device)
    {
        if (_memory.Queued.Remove(device, out var node))
            _memory.Queue.Remove(node);
    }

    private void AdmitNext()
    {
        while (_memory.Admitted.Count < _budget && _memory.Queue.First is { } first)
        {
            var (device, ticket) = first.Value;
            Forget(device);
            _memory.Admitted[device] = ticket;
            device.Tell(new AdmissionMessages.Admitted(ticket));
        }
    }
}
