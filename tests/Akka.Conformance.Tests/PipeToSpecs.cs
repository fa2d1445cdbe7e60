using Akka.Actor;

namespace Akka.Conformance.Tests;

public sealed class PipeToSpecs : Spec
{
    [Fact]
    public void Should_tell_the_result_with_the_given_sender()
    {
        var sender = CreateTestProbe();

        Task.FromResult("done").PipeTo(TestActor, sender.Ref);

        ExpectMsg("done");
        Assert.Equal(sender.Ref, LastSender);
    }

    [Fact]
    public void Should_tell_a_failure_when_the_task_fails()
    {
        Task.FromException<string>(new InvalidOperationException("bug")).PipeTo(TestActor);

        var failure = ExpectMsg<Status.Failure>();
        Assert.Equal("bug", Assert.IsType<InvalidOperationException>(failure.Cause).Message);
    }

    [Fact]
    public void Should_tell_a_failure_when_the_task_is_cancelled()
    {
        Task.FromCanceled<string>(new CancellationToken(canceled: true)).PipeTo(TestActor);

        Assert.IsAssignableFrom<OperationCanceledException>(ExpectMsg<Status.Failure>().Cause);
    }

    [Fact]
    public void Should_tell_what_the_two_functions_make_of_it()
    {
        Task.FromResult(20).PipeTo(TestActor, success: number => number + 1);
        ExpectMsg(21);
        Task.FromException<int>(new InvalidOperationException("bug")).PipeTo(TestActor, failure: error => error.Message);
        ExpectMsg("bug");
        Task.CompletedTask.PipeTo(TestActor, success: () => "completed");
        ExpectMsg("completed");
        Task.FromException(new InvalidOperationException("bug")).PipeTo(TestActor, failure: error => error.Message);
        ExpectMsg("bug");
    }

    [Fact]
    public void Should_not_hold_the_actor_up()
    {
        var gate = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var actor = Sys.ActorOf(Props.Create(() => new Piping(TestActor, gate.Task)));

        actor.Tell("pipe");
        actor.Tell("meanwhile");
        ExpectMsg("meanwhile");
        gate.SetResult("result");

        ExpectMsg("result");
        Assert.Equal(actor, LastSender);
    }

    private sealed class Piping : ReceiveActor
    {
        public Piping(IActorRef listener, Task<string> task) => Receive<string>(message =>
        {
            if (message == "pipe")
                task.PipeTo(Self);
            else
                listener.Tell(message);
        });
    }
}
