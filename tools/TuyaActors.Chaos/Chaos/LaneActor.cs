using Akka.Actor;
using TuyaActors.Messages;

namespace TuyaActors.Chaos.Chaos;

/// <summary>
/// Sends one command after the other straight to the router and lives on, so that a second outcome of any of them is seen: an ask forgets who asked.
/// </summary>
internal sealed class LaneActor(IActorRef router, OutcomeLedger ledger) : UntypedActor
{
    private Send? _open;

    /// <summary>Sends a command; <see cref="Ended"/> completes with its outcome.</summary>
    public sealed record Send(IDeviceCommand Command, long Number, TaskCompletionSource Ended);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Send send:
                _open = send;
                router.Tell(send.Command, Self);
                break;
            case CommandOutcome outcome when _open is { } open && open.Command.DeviceId == outcome.DeviceId:
                _open = null;
                ledger.End(open.Number, outcome);
                open.Ended.TrySetResult();
                break;
            case CommandOutcome outcome:
                ledger.Stray($"an outcome came that nobody waits for: {outcome}");
                break;
            default:
                Unhandled(message);
                break;
        }
    }
}
