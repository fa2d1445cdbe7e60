using System.Collections.Concurrent;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using TuyaActors.Turns;

namespace TuyaActors.Tests.Turns;

public sealed class TurnDispatcherSpecs : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Should_give_whoever_is_told_something_the_next_turn_on_the_same_thread()
    {
        var log = new ConcurrentQueue<(string What, int Thread)>();
        var second = Sys.ActorOf(Props.Create(() => new Talker("second", log, TestActor)).WithDispatcher(TurnDispatcher.In(Sys)));
        var first = Sys.ActorOf(Props.Create(() => new Talker("first", log, second)).WithDispatcher(TurnDispatcher.In(Sys)));
        // Their births are turns, too.
        await second.Ask<ActorIdentity>(new Identify(1), Patience);
        await first.Ask<ActorIdentity>(new Identify(1), Patience);

        first.Tell("go");
        await ExpectMsgAsync("go", Patience);

        Assert.Equal(["first begins", "first ends", "second begins"], log.Take(3).Select(entry => entry.What));
        Assert.Single(log.Take(3).Select(entry => entry.Thread).Distinct());
    }

    /// <summary>No actor of the fleet blocks. If one does, through a mistake, it is alone with it.</summary>
    [Fact]
    public async Task Should_leave_nobody_waiting_behind_an_actor_that_blocks()
    {
        using var release = new ManualResetEventSlim();
        var name = TurnDispatcher.In(Sys);
        var patient = Sys.ActorOf(Props.Create(() => new Talker("patient", new(), TestActor)).WithDispatcher(name));
        var blocking = Sys.ActorOf(Props.Create(() => new Blocking(patient, release)).WithDispatcher(name));
        blocking.Tell("go");
        // It comes although the one that told it has not come to the end of its turn.
        await ExpectMsgAsync("go", Patience);
        Assert.False(release.IsSet);
        release.Set();
    }

    [Fact]
    public async Task Should_work_off_more_than_one_thread_is_given()
    {
        const int many = 5_000;
        var name = TurnDispatcher.In(Sys);
        var all = Enumerable.Range(0, many).Select(_ => Sys.ActorOf(Props.Create(() => new Talker("one", new(), TestActor)).WithDispatcher(name))).ToList();
        var teller = Sys.ActorOf(Props.Create(() => new Broadcast(all)).WithDispatcher(name));
        teller.Tell("go");
        for (var i = 0; i < many; i++)
            await ExpectMsgAsync("go", Patience);
    }

    [Fact]
    public async Task Should_use_what_a_system_has_configured_under_its_name()
    {
        using var system = ActorSystem.Create("own", $"{TurnDispatcher.Name} {{ type = PinnedDispatcher }}");
        var name = TurnDispatcher.In(system);
        Assert.True(system.Dispatchers.HasDispatcher(name));
        var thread = new TaskCompletionSource<bool>();
        system.ActorOf(Props.Create(() => new Born(thread)).WithDispatcher(name));
        Assert.False(await thread.Task.WaitAsync(Patience));
    }

    private sealed class Talker(string name, ConcurrentQueue<(string What, int Thread)> log, IActorRef next) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            log.Enqueue(($"{name} begins", Environment.CurrentManagedThreadId));
            next.Tell(message);
            log.Enqueue(($"{name} ends", Environment.CurrentManagedThreadId));
        }
    }

    private sealed class Blocking(IActorRef next, ManualResetEventSlim release) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            next.Tell(message);
            release.Wait(Patience);
        }
    }

    private sealed class Broadcast(IReadOnlyList<IActorRef> all) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            foreach (var each in all)
                each.Tell(message);
        }
    }

    /// <summary>Tells whether it came to the world on a thread of the pool.</summary>
    private sealed class Born(TaskCompletionSource<bool> thread) : UntypedActor
    {
        protected override void PreStart() => thread.TrySetResult(Thread.CurrentThread.IsThreadPoolThread);

        protected override void OnReceive(object message)
        {
        }
    }
}
