using Akka.Actor;
using Akka.TestKit;

namespace TuyaActors.Tests;

internal static class Settling
{
    /// <summary>Waits until an actor has worked off what it was told before: messages keep their order, so an answer to a later one says so.</summary>
    public static void Settle(this TestKitBase kit, ICanTell actor)
    {
        var asker = kit.CreateTestProbe();
        actor.Tell(new Identify(null), asker.Ref);
        asker.ExpectMsg<ActorIdentity>(TimeSpan.FromSeconds(20));
    }
}
