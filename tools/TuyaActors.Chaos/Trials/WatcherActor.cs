using Akka.Actor;
using TuyaActors.Messages;

namespace TuyaActors.Chaos.Trials;

/// <summary>A subscriber of everything, with a mailbox that never lags.</summary>
internal sealed class WatcherActor(FleetWatch watch, TaskCompletionSource subscribed) : UntypedActor
{
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case DeviceReplies.Subscribed:
                subscribed.TrySetResult();
                break;
            case IDeviceEvent happened:
                watch.On(happened);
                break;
            default:
                Unhandled(message);
                break;
        }
    }
}
