using Akka.Actor;
using Xunit.Sdk;

namespace Akka.Conformance.Tests.TestKits;

/// <summary>What a test can expect of its test actor.</summary>
public sealed class ExpectationSpecs : Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task Should_take_one_message_an_expectation()
    {
        Tell("a", 1, "b", "c", "d");

        Assert.Equal("a", ExpectMsg<string>());
        Assert.Equal(1, ExpectMsg(1));
        Assert.Equal("b", await ExpectMsgAsync<string>(text => text == "b"));
        Assert.Equal("c", ExpectMsg<string>(text => Assert.Equal("c", text)));
        Assert.Equal("d", await ExpectMsgAsync<string>((text, sender) => text == "d" && sender.Equals(TestActor)));
        Assert.False(HasMessages);
    }

    [Fact]
    public void Should_fail_on_another_type()
    {
        Tell(5);

        var failure = Assert.ThrowsAny<XunitException>(() => ExpectMsg<string>());

        Assert.Contains("System.String", failure.Message, StringComparison.Ordinal);
        Assert.Contains("System.Int32", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_fail_on_another_value_or_a_predicate_that_is_false()
    {
        Tell("x", "x");

        Assert.ThrowsAny<XunitException>(() => ExpectMsg("y"));
        Assert.ThrowsAny<XunitException>(() => ExpectMsg<string>(text => text == "y"));
    }

    [Fact]
    public async Task Should_fail_when_nothing_comes_in_time()
    {
        Assert.Contains("Timeout", Assert.ThrowsAny<XunitException>(() => ExpectMsg<string>(Short)).Message, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<XunitException>(async () => await ExpectMsgAsync("x", Short));
        Assert.Null(ReceiveOne(Short));
    }

    [Fact]
    public async Task Should_fail_on_a_message_where_none_is_expected()
    {
        ExpectNoMsg(Short);
        await ExpectNoMsgAsync(Short);
        Tell("x", "y");

        Assert.ThrowsAny<XunitException>(() => ExpectNoMsg(Short));
        await Assert.ThrowsAnyAsync<XunitException>(async () => await ExpectNoMsgAsync(TimeSpan.Zero));
    }

    [Fact]
    public void Should_take_several_messages()
    {
        Tell(1, 2, 3, 4, 5);

        Assert.Equal([1, 2], ReceiveN(2));
        Assert.Equal([3, 4], ExpectMsgAllOf(4, 3));
        Assert.Equal(5, ExpectMsgAnyOf([5, 6]));
    }

    [Fact]
    public void Should_fail_when_too_few_or_others_come()
    {
        Tell(1);
        Assert.ThrowsAny<XunitException>(() => ReceiveN(2, Short));

        Tell(1, 3);
        Assert.ThrowsAny<XunitException>(() => ExpectMsgAllOf(1, 2));

        Tell(3);
        Assert.ThrowsAny<XunitException>(() => ExpectMsgAnyOf([1, 2]));
    }

    [Fact]
    public void Should_fish_for_a_message()
    {
        Tell(1, "a", "b", "c");

        Assert.Equal("b", FishForMessage<string>(text => text == "b"));
        ExpectMsg("c");
        Assert.ThrowsAny<XunitException>(() => FishForMessage<string>(_ => true, Short));
    }

    [Fact]
    public void Should_leave_in_the_inbox_what_ends_a_series()
    {
        Tell("a", "b", 3);

        Assert.Equal(["a", "b"], ReceiveWhile(Short, message => (message as string)!));
        ExpectMsg(3);
    }

    [Fact]
    public void Should_never_show_what_is_ignored()
    {
        IgnoreMessages(message => message is int);
        Tell(1, "a");
        ExpectMsg("a");

        IgnoreNoMessages();
        Tell(2);
        ExpectMsg(2);
    }

    [Fact]
    public async Task Should_see_the_end_of_a_watched_actor()
    {
        var (one, two) = (Sys.ActorOf<Silent>(), Sys.ActorOf<Silent>());
        Watch(one);
        await WatchAsync(two);

        Sys.Stop(one);
        Assert.Equal(one, ExpectTerminated(one).ActorRef);
        Sys.Stop(two);
        await ExpectTerminatedAsync(two);
    }

    [Fact]
    public void Should_tell_which_actor_ended()
    {
        var (one, two) = (Sys.ActorOf<Silent>(), Sys.ActorOf<Silent>());
        Watch(one);

        Sys.Stop(one);

        Assert.ThrowsAny<XunitException>(() => ExpectTerminated(two));
    }

    [Fact]
    public void Should_not_see_the_end_of_an_actor_that_is_watched_no_more()
    {
        var actor = Sys.ActorOf<Silent>();
        Watch(actor);
        Unwatch(actor);
        var witness = CreateTestProbe();
        witness.Watch(actor);

        Sys.Stop(actor);

        witness.ExpectTerminated(actor);
        ExpectNoMsg(Short);
    }

    private void Tell(params object[] messages)
    {
        foreach (var message in messages)
            TestActor.Tell(message);
    }

    private sealed class Silent : ReceiveActor;
}
