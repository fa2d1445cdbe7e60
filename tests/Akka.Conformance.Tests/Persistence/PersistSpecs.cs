using Akka.Actor;

namespace Akka.Conformance.Tests.Persistence;

public sealed class PersistSpecs : PersistenceSpec
{
    [Fact]
    public void Should_handle_an_event_after_its_command_and_before_the_next_command()
    {
        var actor = StartWith((self, command) =>
        {
            Say($"command {command}");
            self.Persist($"of {command}", written => Say($"handled {written}"));
            Say($"end of {command}");
        });

        actor.Tell(1);
        actor.Tell(2);

        Hear("command 1", "end of 1", "handled of 1", "command 2", "end of 2", "handled of 2");
    }

    [Fact]
    public void Should_handle_events_in_the_order_they_were_persisted()
    {
        var actor = StartWith((self, command) =>
        {
            self.Persist($"first of {command}", written => Say($"one: {written}"));
            self.Persist($"second of {command}", written => Say($"two: {written}"));
        });

        actor.Tell(1);
        actor.Tell(2);

        Hear("one: first of 1", "two: second of 1", "one: first of 2", "two: second of 2");
    }

    [Fact]
    public void Should_handle_what_a_handler_persists_after_all_handlers_of_the_command()
    {
        var actor = StartWith((self, command) =>
        {
            self.Persist($"outer a{command}", outer =>
            {
                Say($"handled {outer}");
                self.Persist($"inner a{command}", inner => Say($"handled {inner}"));
            });
            self.Persist($"outer b{command}", outer =>
            {
                Say($"handled {outer}");
                self.Persist($"inner b{command}", inner => Say($"handled {inner}"));
            });
        });

        actor.Tell(1);
        actor.Tell(2);

        Hear("handled outer a1", "handled outer b1", "handled inner a1", "handled inner b1");
        Hear("handled outer a2", "handled outer b2", "handled inner a2", "handled inner b2");
    }

    [Fact]
    public void Should_number_the_events_from_one_and_without_gaps()
    {
        var actor = StartWith((self, command) =>
        {
            Say($"before {self.LastSequenceNr}");
            self.PersistAll(["x", "y"], written => Say($"{written} is {self.LastSequenceNr}"));
        });

        actor.Tell(1);
        actor.Tell(2);

        Hear("before 0", "x is 1", "y is 2", "before 2", "x is 3", "y is 4");
    }

    [Fact]
    public void Should_have_the_sender_of_the_command_in_the_handler()
    {
        var actor = StartWith((self, command) => self.Persist(command, written => self.Answer($"{written} is written")));
        var one = CreateTestProbe();
        var other = CreateTestProbe();

        actor.Tell(1, one.Ref);
        actor.Tell(2, other.Ref);

        one.ExpectMsg("1 is written");
        other.ExpectMsg("2 is written");
    }

    [Fact]
    public void Should_call_the_handler_for_each_event_of_a_list()
    {
        var actor = StartWith((self, command) =>
        {
            self.PersistAll(new[] { "a", "b", "c" }.Take(command), written => Say($"handled {written}"));
            Say($"end of {command}");
        });

        actor.Tell(3);
        actor.Tell(1);

        Hear("end of 3", "handled a", "handled b", "handled c", "end of 1", "handled a");
    }

    [Fact]
    public void Should_go_on_at_once_when_a_list_is_empty()
    {
        var actor = StartWith((self, command) =>
        {
            self.PersistAll(Array.Empty<string>(), _ => Say("handled"));
            Say($"end of {command}");
        });

        actor.Tell(1);
        actor.Tell(2);

        Hear("end of 1", "end of 2");
        Assert.Empty(Script.Writes);
    }

    [Fact]
    public void Should_write_a_list_all_or_nothing_and_single_events_each_by_itself()
    {
        var actor = StartWith((self, command) =>
        {
            self.PersistAll(["a", "b"], _ => { });
            self.Persist("c", _ => { });
            self.Persist("d", Say);
        });

        actor.Tell(1);

        Hear("d");
        Assert.Equal(["scribe/1/a scribe/2/b", "scribe/3/c", "scribe/4/d"], Script.Writes);
    }

    [Fact]
    public void Should_keep_actors_apart_that_write_at_the_same_time()
    {
        var one = StartDiary("one");
        var other = StartDiary("other");
        ReceiveInAnyOrder("recovered  up to 0", "recovered  up to 0");

        for (var i = 1; i <= 20; i++)
        {
            one.Tell(new Diary.Write("a"));
            other.Tell(new Diary.Write("b"));
        }

        ReceiveInAnyOrder([.. Enumerable.Range(1, 20).SelectMany(i => new[] { $"wrote a as {i}", $"wrote b as {i}" })]);
        StopAndWait(one);
        StopAndWait(other);
        StartDiary("one");
        for (var i = 1; i <= 20; i++)
            ExpectMsg($"replayed a as {i}");
        ExpectMsg($"recovered {new string('a', 20)} up to 20");
        StartDiary("other");
        for (var i = 1; i <= 20; i++)
            ExpectMsg($"replayed b as {i}");
        ExpectMsg($"recovered {new string('b', 20)} up to 20");
    }

    private void ReceiveInAnyOrder(params string[] texts)
    {
        var expected = texts.ToList();
        while (expected.Count > 0)
            Assert.True(expected.Remove(ExpectMsg<string>()));
    }

    private IActorRef StartWith(Action<Scribe, int> command) => Sys.ActorOf(Props.Create(() => new Scribe("scribe", command)));

    private void Say(string text) => TestActor.Tell(text);

    private void Hear(params string[] texts)
    {
        foreach (var text in texts)
            ExpectMsg(text);
    }
}
