using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;

namespace Akka.Conformance.Tests;

public sealed class CoordinatedShutdownSpecs
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ConcurrentQueue<string> _done = new();

    [Fact]
    public async Task Should_run_the_phases_in_order_when_the_system_is_terminated()
    {
        var system = Start();
        string[] phases =
        [
            CoordinatedShutdown.PhaseBeforeServiceUnbind,
            CoordinatedShutdown.PhaseServiceUnbind,
            CoordinatedShutdown.PhaseServiceRequestsDone,
            CoordinatedShutdown.PhaseServiceStop,
            CoordinatedShutdown.PhaseBeforeClusterShutdown,
            CoordinatedShutdown.PhaseClusterShardingShutdownRegion,
            CoordinatedShutdown.PhaseClusterLeave,
            CoordinatedShutdown.PhaseClusterExiting,
            CoordinatedShutdown.PhaseClusterExitingDone,
            CoordinatedShutdown.PhaseClusterShutdown,
            CoordinatedShutdown.PhaseBeforeActorSystemTerminate,
            CoordinatedShutdown.PhaseActorSystemTerminate,
        ];
        foreach (var phase in phases.Reverse())
            Note(system, phase, phase);

        await system.Terminate().WaitAsync(Patience);

        Assert.Equal(phases, _done);
        Assert.IsType<CoordinatedShutdown.ActorSystemTerminateReason>(CoordinatedShutdown.Get(system).ShutdownReason);
        await system.WhenTerminated.WaitAsync(Patience);
    }

    [Fact]
    public async Task Should_run_the_tasks_of_a_phase_side_by_side()
    {
        var system = Start();
        var first = new TaskCompletionSource<Done>(TaskCreationOptions.RunContinuationsAsynchronously);
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "waits", () => first.Task);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "releases", () =>
        {
            first.SetResult(Done.Instance);
            return Task.FromResult(Done.Instance);
        });
        shutdown.AddTask(CoordinatedShutdown.PhaseBeforeClusterShutdown, "after", () =>
        {
            _done.Enqueue($"after {first.Task.IsCompleted}");
            return Task.FromResult(Done.Instance);
        });

        await system.Terminate().WaitAsync(Patience);

        Assert.Equal(["after True"], _done);
    }

    [Fact]
    public async Task Should_go_on_when_a_task_fails()
    {
        var system = Start();
        CoordinatedShutdown.Get(system).AddTask(
            CoordinatedShutdown.PhaseServiceStop, "fails", () => Task.FromException<Done>(new InvalidOperationException("bug")));
        Note(system, CoordinatedShutdown.PhaseBeforeClusterShutdown, "after");

        await system.Terminate().WaitAsync(Patience);

        Assert.Equal(["after"], _done);
    }

    [Fact]
    public async Task Should_go_on_when_a_phase_takes_longer_than_its_timeout()
    {
        var system = Start("akka.coordinated-shutdown.phases.service-stop.timeout = 50ms");
        CoordinatedShutdown.Get(system).AddTask(
            CoordinatedShutdown.PhaseServiceStop, "never", () => new TaskCompletionSource<Done>().Task);
        Note(system, CoordinatedShutdown.PhaseBeforeClusterShutdown, "after");

        await system.Terminate().WaitAsync(Patience);

        Assert.Equal(["after"], _done);
    }

    [Theory]
    [InlineData("service-stop.recover = off", "service-stop.timeout = 10s")]
    [InlineData("service-stop.recover = off", "service-stop.timeout = 50ms")]
    public async Task Should_end_with_the_phase_that_fails_or_takes_too_long_when_it_must_not_be_recovered(string recover, string timeout)
    {
        var system = Start($"akka.coordinated-shutdown.phases {{ {recover}, {timeout} }}");
        var shutdown = CoordinatedShutdown.Get(system);
        var fails = timeout.EndsWith("10s", StringComparison.Ordinal);
        shutdown.AddTask(
            CoordinatedShutdown.PhaseServiceStop, "bad", () => fails ? Task.FromException<Done>(new InvalidOperationException("bug")) : new TaskCompletionSource<Done>().Task);
        Note(system, CoordinatedShutdown.PhaseBeforeServiceUnbind, "before");
        Note(system, CoordinatedShutdown.PhaseBeforeClusterShutdown, "after");

        await Assert.ThrowsAnyAsync<Exception>(() => shutdown.Run(CoordinatedShutdown.UnknownReason.Instance).WaitAsync(Patience));

        Assert.Equal(["before"], _done);
        Assert.False(system.WhenTerminated.IsCompleted);
    }

    [Fact]
    public async Task Should_run_once_and_keep_the_first_reason()
    {
        var system = Start();
        Note(system, CoordinatedShutdown.PhaseServiceStop, "stop");
        var shutdown = CoordinatedShutdown.Get(system);

        var first = shutdown.Run(CoordinatedShutdown.ClusterLeavingReason.Instance);
        var second = shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance);
        await Task.WhenAll(first, second, system.WhenTerminated).WaitAsync(Patience);

        Assert.Equal(["stop"], _done);
        Assert.Same(CoordinatedShutdown.ClusterLeavingReason.Instance, shutdown.ShutdownReason);
    }

    [Fact]
    public async Task Should_begin_at_the_phase_it_is_told()
    {
        var system = Start();
        Note(system, CoordinatedShutdown.PhaseServiceUnbind, "unbind");
        Note(system, CoordinatedShutdown.PhaseServiceStop, "stop");

        await CoordinatedShutdown.Get(system)
            .Run(CoordinatedShutdown.UnknownReason.Instance, CoordinatedShutdown.PhaseServiceStop).WaitAsync(Patience);

        Assert.Equal(["stop"], _done);
        await system.WhenTerminated.WaitAsync(Patience);
    }

    [Fact]
    public async Task Should_run_phases_of_ones_own_where_they_belong()
    {
        var system = Start("""
            akka.coordinated-shutdown.phases {
              close-sockets.depends-on = [service-stop]
              before-cluster-shutdown.depends-on = [close-sockets]
            }
            """);
        Note(system, CoordinatedShutdown.PhaseBeforeClusterShutdown, "after");
        Note(system, "close-sockets", "close");
        Note(system, CoordinatedShutdown.PhaseServiceStop, "stop");

        await system.Terminate().WaitAsync(Patience);

        Assert.Equal(["stop", "close", "after"], _done);
    }

    [Fact]
    public async Task Should_refuse_a_task_for_a_phase_that_is_not_there()
    {
        var system = Start();

        Assert.Throws<ConfigurationException>(() => Note(system, "no-such-phase", "never"));

        await system.Terminate().WaitAsync(Patience);
    }

    [Fact]
    public async Task Should_leave_the_system_running_when_it_must_not_terminate_it()
    {
        var system = Start("""
            akka.coordinated-shutdown.terminate-actor-system = off
            akka.coordinated-shutdown.run-by-actor-system-terminate = off
            """);
        await CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.UnknownReason.Instance).WaitAsync(Patience);

        Assert.False(system.WhenTerminated.IsCompleted);

        await system.Terminate().WaitAsync(Patience);
    }

    [Fact]
    public async Task Should_stop_all_actors_and_then_run_the_termination_callbacks()
    {
        var system = Start();
        system.ActorOf(Props.Create(() => new LastGasp(_done)));
        using var both = new CountdownEvent(2);
        system.RegisterOnTermination(() => Called("first registered"));
        system.RegisterOnTermination(() => Called("last registered"));
        await system.ActorSelection("/user/*").Ask<string>("ping", Patience);

        await system.Terminate().WaitAsync(Patience);
        await system.WhenTerminated.WaitAsync(Patience);

        // The real engine may still be at it when it has terminated.
        Assert.True(both.Wait(Patience));
        Assert.Equal("actor stopped", _done.First());
        Assert.Equal(["first registered", "last registered"], _done.Skip(1).Order());

        void Called(string what)
        {
            _done.Enqueue(what);
            both.Signal();
        }
    }

    [Fact]
    public async Task Should_start_no_actor_when_it_has_terminated()
    {
        var system = Start();
        await system.Terminate().WaitAsync(Patience);
        await system.WhenTerminated.WaitAsync(Patience);

        Assert.Throws<InvalidOperationException>(() => system.ActorOf(Props.Create(() => new LastGasp(_done))));
    }

    private static ActorSystem Start(string config = "") => ActorSystem.Create(
        "shutdown",
        ConfigurationFactory.ParseString(config).WithFallback("akka.loglevel = ERROR\nakka.stdout-loglevel = ERROR"));

    private void Note(ActorSystem system, string phase, string note) => CoordinatedShutdown.Get(system).AddTask(phase, note, () =>
    {
        _done.Enqueue(note);
        return Task.FromResult(Done.Instance);
    });

    private sealed class LastGasp : ReceiveActor
    {
        private readonly ConcurrentQueue<string> _done;

        public LastGasp(ConcurrentQueue<string> done)
        {
            _done = done;
            ReceiveAny(_ => Sender.Tell("pong"));
        }

        protected override void PostStop() => _done.Enqueue("actor stopped");
    }
}
