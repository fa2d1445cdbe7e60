using Akka.Actor;

namespace Akka.TestKit.TestActors;

/// <summary>Answers every message with itself, and shows it to the test unless that is its sender anyway.</summary>
internal sealed class EchoActor : ReceiveActor
{
    public EchoActor(TestKitBase testkit, bool echoBackToSenderAsWell = true) => ReceiveAny(message =>
    {
        var (sender, test) = (Sender, testkit.TestActor);
        if (echoBackToSenderAsWell && !sender.Equals(test))
            sender.Forward(message);
        test.Tell(message, sender);
    });

    public static Props Props(TestKitBase testkit, bool echoBackToSenderAsWell = true) =>
        Actor.Props.Create(() => new EchoActor(testkit, echoBackToSenderAsWell));
}
