using Akka.Actor;
using Akka.TestKit;

namespace Akka.Conformance.Tests.TestKits;

/// <summary>Probes as partners of the actor under test.</summary>
public sealed class TestProbeSpecs : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public void Should_send_and_reply_in_its_own_name()
    {
        var (left, right) = (CreateTestProbe(), CreateTestProbe());

        left.Send(right, "question");
        right.ExpectMsg("question");
        Assert.Equal(left.Ref, right.Sender);
        right.Reply("answer");

        left.ExpectMsg("answer");
        Assert.Equal(right.Ref, left.LastSender);
    }

    [Fact]
    public void Should_forward_in_the_name_of_the_first_sender()
    {
        var (middle, end) = (CreateTestProbe(), CreateTestProbe());
        middle.Ref.Tell("message");
        middle.ExpectMsg("message");

        middle.Forward(end);
        middle.Forward(end, "another");

        end.ExpectMsg("message");
        Assert.Equal(TestActor, end.Sender);
        end.ExpectMsg("another");
        Assert.Equal(TestActor, end.Sender);
    }

    [Fact]
    public void Should_be_usable_as_a_reference()
    {
        var probe = CreateTestProbe("named");

        probe.Tell("direct");

        probe.ExpectMsg("direct");
        Assert.True(probe.Equals(probe.Ref));
        Assert.True(probe.Ref.Equals(probe));
        Assert.Equal("named", probe.Ref.Path.Name);
    }

    [Fact]
    public void Should_be_watchable_by_others()
    {
        var probe = CreateTestProbe();
        Watch(probe.Ref);

        Sys.Stop(probe.Ref);

        ExpectTerminated(probe.Ref);
    }

    [Fact]
    public void Should_answer_by_itself_with_an_auto_pilot()
    {
        var probe = CreateTestProbe();
        probe.SetAutoPilot(new DelegateAutoPilot((sender, message) =>
        {
            sender.Tell($"auto {message}");
            return message is 2 ? AutoPilot.NoAutoPilot : AutoPilot.KeepRunning;
        }));

        probe.Ref.Tell(1);
        probe.Ref.Tell(2);
        probe.Ref.Tell(3);

        ExpectMsg("auto 1");
        ExpectMsg("auto 2");
        ExpectNoMsg(TimeSpan.Zero);
        Assert.Equal([1, 2, 3], probe.ReceiveN(3));
    }

    [Fact]
    public void Should_know_no_sender_before_a_message() => Assert.Throws<IllegalActorStateException>(() => CreateTestProbe().Sender);
}
