using Akka.Actor;
using TuyaActors.Messages;

namespace TuyaActors.Hosting;

/// <summary>One subscription at the router on behalf of a reader without actors.</summary>
internal sealed class SubscriberActor(IActorRef router, EventFilter filter, EventChannel channel) : UntypedActor
{
    public static Props Props(IActorRef router, EventFilter filter, EventChannel channel) =>
        Akka.Actor.Props.Create(() => new SubscriberActor(router, filter, channel));

    protected override void PreStart()
    {
        Context.Watch(router);
        router.Tell(new DeviceQueries.Subscribe(filter));
    }

    protected override void PostStop() => channel.Complete();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case IDeviceEvent e:
                channel.Write(e);
                break;
            case DeviceReplies.Subscribed:
                break;
            case Terminated:
                Context.Stop(Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }
}
