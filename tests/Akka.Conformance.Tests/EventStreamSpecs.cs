using Akka.Actor;
using Akka.Event;

namespace Akka.Conformance.Tests;

public sealed class EventStreamSpecs : Spec
{
    private interface IMarked;

    private class Animal;

    private sealed class Dog : Animal, IMarked;

    [Fact]
    public void Should_bring_an_event_to_subscribers_of_its_type_its_base_and_its_interface()
    {
        var (ofDog, ofAnimal, ofMark) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        Sys.EventStream.Subscribe(ofDog.Ref, typeof(Dog));
        Sys.EventStream.Subscribe(ofAnimal.Ref, typeof(Animal));
        Sys.EventStream.Subscribe(ofMark.Ref, typeof(IMarked));
        var dog = new Dog();

        Sys.EventStream.Publish(dog);

        Assert.Same(dog, ofDog.ExpectMsg<Dog>());
        Assert.Same(dog, ofAnimal.ExpectMsg<Dog>());
        Assert.Same(dog, ofMark.ExpectMsg<Dog>());
    }

    [Fact]
    public void Should_not_bring_an_event_to_subscribers_of_a_derived_type()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Dog));

        Sys.EventStream.Publish(new Animal());
        Sys.EventStream.Publish(new Dog());

        ExpectMsg<Dog>();
    }

    [Fact]
    public void Should_bring_an_event_once_when_two_subscriptions_fit()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Dog));
        Sys.EventStream.Subscribe(TestActor, typeof(Animal));

        Sys.EventStream.Publish(new Dog());

        ExpectMsg<Dog>();
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Should_say_whether_a_subscription_is_new()
    {
        Assert.True(Sys.EventStream.Subscribe(TestActor, typeof(Dog)));
        Assert.False(Sys.EventStream.Subscribe(TestActor, typeof(Dog)));
        Assert.True(Sys.EventStream.Unsubscribe(TestActor, typeof(Dog)));
        Assert.False(Sys.EventStream.Unsubscribe(TestActor, typeof(Dog)));
    }

    [Fact]
    public void Should_bring_nothing_more_when_unsubscribed()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Dog));
        Sys.EventStream.Subscribe(TestActor, typeof(string));
        Sys.EventStream.Unsubscribe(TestActor, typeof(Dog));

        Sys.EventStream.Publish(new Dog());
        Sys.EventStream.Publish("still");

        ExpectMsg("still");
        Sys.EventStream.Unsubscribe(TestActor);
        Sys.EventStream.Publish("no more");
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Should_forget_a_subscriber_that_has_stopped()
    {
        var subscriber = Sys.ActorOf(Props.Create(() => new Quiet()));
        Sys.EventStream.Subscribe(subscriber, typeof(Dog));
        Watch(subscriber);
        Sys.Stop(subscriber);
        ExpectTerminated(subscriber);

        // The stream hears of the death as we do, maybe a moment later; until then each event becomes a dead letter.
        Sys.EventStream.Subscribe(TestActor, typeof(AllDeadLetters));
        AwaitAssert(() =>
        {
            Sys.EventStream.Publish(new Dog());
            ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        });
    }

    private sealed class Quiet : ReceiveActor
    {
        public Quiet() => ReceiveAny(_ => { });
    }
}
