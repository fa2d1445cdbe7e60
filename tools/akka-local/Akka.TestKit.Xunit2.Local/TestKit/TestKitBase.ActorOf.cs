using Akka.Actor;

namespace Akka.TestKit;

// Starting and finding actors in the system of the test.
public abstract partial class TestKitBase
{
    public IActorRef ActorOf(Props props, string name) => Sys.ActorOf(props, name);

    public ActorSelection ActorSelection(ActorPath actorPath) => Sys.ActorSelection(actorPath);

    public ActorSelection ActorSelection(string actorPath) => Sys.ActorSelection(actorPath);
}
