using Akka.Actor;
using TuyaActors.Messages;
using TuyaActors.Turns;

namespace TuyaActors.Hosting;

/// <summary>
/// One subscription at the router on behalf of a reader without actors. While the reader is behind, this actor does not get on either; the router
/// sees that, as of any subscriber, and tells what was missed once the reader has caught up.
/// </summary>
internal sealed class SubscriberActor(IActorRef router, EventChannel channel) : UntypedActor
{
    /// <summary>
    /// Starts one. The caller itself tells the router: what it asks the router next comes behind the subscription, while an actor that has
    /// just been made starts whenever it is its turn.
    /// </summary>
    public static IActorRef Subscribe(ActorSystem system, IActorRef router, EventFilter filter, EventChannel channel)
    {
        var subscriber = system.ActorOf(Props.Create(() => new SubscriberActor(router, channel)).WithDispatcher(TurnDispatcher.In(system)));
        router.Tell(new DeviceQueries.Subscribe(filter), subscriber);
        return subscriber;
    }

    protected override void PreStart() => Context.Watch(router);

    protected override void PostStop() => channel.Complete();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case IDeviceEvent e:
                if (!channel.TryWrite(e))
                    RunTask(() => channel.WriteAsync(e));
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
