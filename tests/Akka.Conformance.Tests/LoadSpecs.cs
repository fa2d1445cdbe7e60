using Akka.Actor;

namespace Akka.Conformance.Tests;

public sealed class LoadSpecs : Spec
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public LoadSpecs()
        : base("akka.loglevel = OFF\nakka.stdout-loglevel = OFF\nakka.log-dead-letters = off")
    {
    }

    [Fact]
    public async Task Should_lose_nothing_when_messages_go_round_a_ring_of_thousands()
    {
        const int size = 5_000;
        const int tokens = 20;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var last = Sys.ActorOf(Props.Create(() => new RingEnd(tokens, done)));
        var next = last;
        for (var i = 0; i < size; i++)
        {
            var to = next;
            next = Sys.ActorOf(Props.Create(() => new RingLink(to)));
        }

        for (var token = 0; token < tokens; token++)
            next.Tell(token);

        await done.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Should_handle_every_good_message_once_when_restarted_under_load()
    {
        const int tellers = 4;
        const int each = 3_000;
        var handled = new int[tellers * each];
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var count = new StrongCount();
        var actor = Sys.ActorOf(Props.Create(() => new Fragile(handled, count, done)));

        Parallel.For(0, tellers, teller =>
        {
            for (var i = 0; i < each; i++)
            {
                actor.Tell((teller * each) + i, ActorRefs.NoSender);
                if (i % 50 == 0)
                    actor.Tell("fail", ActorRefs.NoSender);
            }
        });

        await done.Task.WaitAsync(Patience);
        Assert.All(handled, times => Assert.Equal(1, times));
    }

    [Fact]
    public void Should_stop_whole_trees_that_fail_restart_and_are_stopped_at_the_same_time()
    {
        for (var round = 0; round < 30; round++)
        {
            var top = Sys.ActorOf(Props.Create(() => new Node(3)));
            Watch(top);
            var selection = Sys.ActorSelection(top.Path + "/*/*");

            Parallel.Invoke(
                () => selection.Tell("fail", ActorRefs.NoSender),
                () => top.Tell("fail", ActorRefs.NoSender),
                () => selection.Tell(PoisonPill.Instance, ActorRefs.NoSender),
                () => Sys.Stop(top));

            ExpectTerminated(top, Patience);
        }
    }

    [Fact]
    public void Should_restart_a_tree_again_and_again_while_its_leaves_fail()
    {
        var top = Sys.ActorOf(Props.Create(() => new Node(3)));
        var leaves = Sys.ActorSelection(top.Path + "/*/*/*");

        for (var round = 0; round < 100; round++)
        {
            leaves.Tell("fail", ActorRefs.NoSender);
            top.Tell("fail", ActorRefs.NoSender);
            top.Tell(round);
        }

        for (var round = 0; round < 100; round++)
            ExpectMsg(round, Patience);
    }

    [Fact]
    public void Should_tell_every_watcher_when_many_actors_stop_at_once()
    {
        const int count = 2_000;
        var actors = Enumerable.Range(0, count).Select(_ => Sys.ActorOf(Props.Create(() => new Node(0)))).ToList();
        foreach (var actor in actors)
            Watch(actor);

        Parallel.ForEach(actors, actor => actor.Tell(PoisonPill.Instance, ActorRefs.NoSender));

        var dead = Enumerable.Range(0, count).Select(_ => ExpectMsg<Terminated>(Patience).ActorRef).ToHashSet();
        Assert.Equal(actors.ToHashSet(), dead);
    }

    private sealed class StrongCount
    {
        public int Value { get; set; }
    }

    private sealed class RingLink : ReceiveActor
    {
        public RingLink(IActorRef next) => Receive<int>(token => next.Tell(token));
    }

    private sealed class RingEnd : ReceiveActor
    {
        public RingEnd(int tokens, TaskCompletionSource done)
        {
            var seen = new List<int>();
            Receive<int>(token =>
            {
                seen.Add(token);
                if (seen.Count == tokens && seen.SequenceEqual(Enumerable.Range(0, tokens)))
                    done.SetResult();
            });
        }
    }

    private sealed class Fragile : ReceiveActor
    {
        public Fragile(int[] handled, StrongCount count, TaskCompletionSource done)
        {
            Receive<int>(number =>
            {
                handled[number]++;
                if (++count.Value == handled.Length)
                    done.SetResult();
            });
            Receive<string>(_ => throw new InvalidOperationException("bug"));
        }
    }

    private sealed class Node : ReceiveActor
    {
        public Node(int depth)
        {
            for (var i = 0; depth > 0 && i < 3; i++)
                Context.ActorOf(Props.Create(() => new Node(depth - 1)));
            Receive<int>(number => Sender.Tell(number));
            Receive<string>(_ => throw new InvalidOperationException("bug"));
        }
    }
}
