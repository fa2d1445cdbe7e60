using Akka.Actor;

namespace Akka.Conformance.Tests.TestKits;

/// <summary>Who the sender of a test's messages is.</summary>
public sealed class ImplicitSenderSpecs : Akka.TestKit.Xunit2.TestKit
{
    private readonly IActorRef _echo;

    public ImplicitSenderSpecs() => _echo = Sys.ActorOf<Echo>();

    [Fact]
    public void Should_be_the_test_actor()
    {
        _echo.Tell("hi");

        ExpectMsg("hi");
        Assert.Equal(_echo, LastSender);
        ExpectMsgFromAfterTelling();
    }

    [Fact]
    public async Task Should_still_be_the_test_actor_after_an_await()
    {
        await Task.Yield();
        _echo.Tell("one");
        await ExpectMsgAsync("one");

        await Task.Run(() => { });
        _echo.Tell("two");
        await ExpectMsgAsync("two");
    }

    [Fact]
    public void Should_not_change_by_making_a_probe()
    {
        CreateTestProbe();

        _echo.Tell("hi");

        ExpectMsg("hi");
    }

    [Fact]
    public void Should_give_way_to_a_sender_that_is_named()
    {
        var probe = CreateTestProbe();

        _echo.Tell("hi", probe);

        probe.ExpectMsg("hi");
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    private void ExpectMsgFromAfterTelling()
    {
        _echo.Tell("again");
        ExpectMsgFrom<string>(_echo);
    }

    private sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(message => Sender.Tell(message));
    }
}
