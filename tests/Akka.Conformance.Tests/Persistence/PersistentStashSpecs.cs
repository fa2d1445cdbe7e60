using Akka.Actor;
using Akka.Event;

namespace Akka.Conformance.Tests.Persistence;

public sealed class PersistentStashSpecs : PersistenceSpec
{
    [Fact]
    public void Should_bring_stashed_commands_back_in_order_and_before_those_that_wait_for_an_event()
    {
        Script.WriteGate = new TaskCompletionSource();
        var stashing = true;
        var actor = Start((self, command) =>
        {
            if (command == 9)
            {
                stashing = false;
                TestActor.Tell("opening");
                self.Persist("open", written =>
                {
                    TestActor.Tell(written);
                    self.Stash.UnstashAll();
                });
            }
            else if (stashing)
            {
                self.Stash.Stash();
            }
            else
            {
                self.Persist($"{command}", TestActor.Tell);
            }
        });

        actor.Tell(1);
        actor.Tell(2);
        actor.Tell(9);
        actor.Tell(3);
        actor.Tell(4);
        ExpectMsg("opening");
        actor.Tell(new Identify("behind"), TestActor);
        ExpectMsg<ActorIdentity>();
        Script.WriteGate.SetResult();

        foreach (var text in (string[])["open", "1", "2", "3", "4"])
            ExpectMsg(text);
    }

    [Fact]
    public void Should_give_what_it_stashed_and_what_it_holds_back_to_the_dead_letters_when_stopped()
    {
        Script.WriteGate = new TaskCompletionSource();
        var actor = Watch(Start((self, command) =>
        {
            if (command == 1)
            {
                self.Stash.Stash();
                return;
            }

            TestActor.Tell("persisting");
            self.Persist("never handled", TestActor.Tell);
        }));
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));

        actor.Tell(1);
        actor.Tell(2);
        actor.Tell(3);
        ExpectMsg("persisting");
        actor.Tell(new Identify("behind"), TestActor);
        ExpectMsg<ActorIdentity>();
        Sys.Stop(actor);

        Assert.Equal(1, ExpectMsg<DeadLetter>().Message);
        Assert.Equal(3, ExpectMsg<DeadLetter>().Message);
        ExpectTerminated(actor);
    }

    [Fact]
    public void Should_bring_back_one_command_when_asked_for_one()
    {
        var opened = 0;
        var actor = Start((self, command) =>
        {
            if (command == 9)
            {
                opened++;
                self.Stash.Unstash();
            }
            else if (opened == 0)
            {
                self.Stash.Stash();
            }
            else
            {
                self.Persist($"{command} of {opened}", TestActor.Tell);
            }
        });

        foreach (var command in (int[])[1, 2, 9])
            actor.Tell(command);
        ExpectMsg("1 of 1");
        actor.Tell(9);

        ExpectMsg("2 of 2");
    }

    private IActorRef Start(Action<Scribe, int> command) => Sys.ActorOf(Props.Create(() => new Scribe("scribe", command)));
}
