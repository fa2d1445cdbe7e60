using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Event;
using Xunit.Sdk;

namespace Akka.Conformance.Tests.TestKits;

/// <summary>Expecting log events.</summary>
public sealed class EventFilterSpecs() : Akka.TestKit.Xunit2.TestKit("akka.loglevel = DEBUG, akka.stdout-loglevel = OFF")
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    [Fact]
    public void Should_see_each_level()
    {
        EventFilter.Debug("text").ExpectOne(() => Sys.Log.Debug("text"));
        EventFilter.Info("text").ExpectOne(() => Sys.Log.Info("text"));
        EventFilter.Warning("text").ExpectOne(() => Sys.Log.Warning("text"));
        EventFilter.Error("text").ExpectOne(() => Sys.Log.Error("text"));
    }

    [Fact]
    public void Should_match_the_formatted_text()
    {
        EventFilter.Info("is 1 here").ExpectOne(() => Sys.Log.Info("is {0} here", 1));
        EventFilter.Info(start: "is 1").ExpectOne(() => Sys.Log.Info("is {0} here", 1));
        EventFilter.Info(contains: "1 h").ExpectOne(() => Sys.Log.Info("is {0} here", 1));
        EventFilter.Info(new Regex("^is \\d")).ExpectOne(() => Sys.Log.Info("is {0} here", 1));
    }

    [Fact]
    public void Should_hand_on_what_the_action_returns() => Assert.Equal(7, EventFilter.Error("text").ExpectOne(() =>
    {
        Sys.Log.Error("text");
        return 7;
    }));

    [Fact]
    public void Should_fail_when_the_event_does_not_come() =>
        Assert.ThrowsAny<XunitException>(() => EventFilter.Error("text").ExpectOne(Short, () => Sys.Log.Error("other")));

    [Fact]
    public void Should_fail_when_it_has_another_level() =>
        Assert.ThrowsAny<XunitException>(() => EventFilter.Error("text").ExpectOne(Short, () => Sys.Log.Warning("text")));

    [Fact]
    public void Should_count()
    {
        EventFilter.Error("text").Expect(3, () => Repeat(3));

        Assert.ThrowsAny<XunitException>(() => EventFilter.Error("text").Expect(3, Short, () => Repeat(2)));

        void Repeat(int count)
        {
            for (var i = 0; i < count; i++)
                Sys.Log.Error("text");
        }
    }

    [Fact]
    public void Should_fail_on_an_event_where_none_is_expected()
    {
        EventFilter.Error("text").Expect(0, Short, () => Sys.Log.Error("other"));

        Assert.ThrowsAny<XunitException>(() => EventFilter.Error("text").Expect(0, Short, () => Sys.Log.Error("text")));
    }

    [Fact]
    public void Should_see_why_an_actor_failed()
    {
        var actor = Sys.ActorOf(Props.Create<Thrower>(), "thrower");

        EventFilter.Exception<InvalidOperationException>("bang").ExpectOne(() => actor.Tell(new InvalidOperationException("bang")));
        EventFilter.Exception<SystemException>().ExpectOne(() => actor.Tell(new InvalidOperationException("bang")));
        EventFilter.Error("bang").ExpectOne(() => actor.Tell(new InvalidOperationException("bang")));
        Assert.ThrowsAny<XunitException>(() => EventFilter.Exception<ArgumentException>().ExpectOne(Short, () => actor.Tell(new InvalidOperationException("bang"))));
    }

    [Theory]
    [InlineData("akka://test/user/thrower")]
    [InlineData("/user/thrower")]
    public void Should_know_where_an_event_comes_from(string source)
    {
        var actor = Sys.ActorOf(Props.Create<Thrower>(), "thrower");

        EventFilter.Error(source: source).ExpectOne(() => actor.Tell(new InvalidOperationException("bang")));
        Assert.ThrowsAny<XunitException>(() => EventFilter.Error(source: source + "2").ExpectOne(Short, () => actor.Tell(new InvalidOperationException("bang"))));
    }

    [Fact]
    public void Should_see_dead_letters()
    {
        EventFilter.DeadLetter().ExpectOne(() => Sys.DeadLetters.Tell("lost"));
        EventFilter.DeadLetter<string>().ExpectOne(() => Sys.DeadLetters.Tell("lost"));
        EventFilter.DeadLetter<string>(text => text == "lost").ExpectOne(() => Sys.DeadLetters.Tell("lost"));
        Assert.ThrowsAny<XunitException>(() => EventFilter.DeadLetter<int>().ExpectOne(Short, () => Sys.DeadLetters.Tell("lost")));
    }

    [Fact]
    public void Should_count_what_either_filter_matches() => EventFilter.Error("one").And.Warning("two").Expect(2, () =>
    {
        Sys.Log.Error("one");
        Sys.Log.Warning("two");
    });

    [Fact]
    public async Task Should_wait_for_asynchronous_actions() => await EventFilter.Error("text").ExpectOneAsync(async () =>
    {
        await Task.Yield();
        Sys.Log.Error("text");
    });

    [Fact]
    public void Should_match_by_a_predicate() =>
        EventFilter.Custom(entry => entry is Warning && entry.LogSource == "somewhere").ExpectOne(() =>
            Sys.EventStream.Publish(new Warning("somewhere", GetType(), "text")));

    private sealed class Thrower : ReceiveActor
    {
        public Thrower() => Receive<Exception>(exception => throw exception);
    }
}
