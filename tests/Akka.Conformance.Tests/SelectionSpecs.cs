using Akka.Actor;

namespace Akka.Conformance.Tests;

public sealed class SelectionSpecs : Spec
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly IActorRef _tree;

    public SelectionSpecs()
    {
        // One of two of two: seven actors.
        _tree = Sys.ActorOf(Props.Create(() => new Branch(2, TestActor)), "tree");
        for (var i = 0; i < 7; i++)
            ExpectMsg("ready");
    }

    [Theory]
    [InlineData("/user/tree/0/1", "1")]
    [InlineData("/user/tree/0/../1", "1")]
    [InlineData("akka://test/user/tree/1/0", "0")]
    public void Should_find_an_actor_by_its_path(string path, string name)
    {
        Sys.ActorSelection(path).Tell(new Identify(1));

        Assert.Equal(name, ExpectMsg<ActorIdentity>().Subject.Path.Name);
    }

    [Theory]
    [InlineData("/user/tree/*", 2)]
    [InlineData("/user/tree/*/0", 2)]
    [InlineData("/user/tree/*/*", 4)]
    [InlineData("/user/tree/?/1", 2)]
    public void Should_reach_all_that_a_pattern_fits(string path, int count)
    {
        Sys.ActorSelection(path).Tell(new Identify(1));

        var found = Enumerable.Range(0, count).Select(_ => ExpectMsg<ActorIdentity>().Subject).ToHashSet();
        Assert.Equal(count, found.Count);
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Should_answer_with_nobody_when_there_is_none()
    {
        Sys.ActorSelection("/user/tree/9").Tell(new Identify("who"));

        Assert.Equal(new ActorIdentity("who", null), ExpectMsg<ActorIdentity>());
    }

    [Fact]
    public async Task Should_resolve_to_the_actor()
    {
        Assert.Equal(_tree, await Sys.ActorSelection("/user/tree").ResolveOne(Patience));
        await Assert.ThrowsAsync<ActorNotFoundException>(() => Sys.ActorSelection("/user/nobody").ResolveOne(Patience));
    }

    [Fact]
    public void Should_start_at_the_actor_itself_when_the_path_is_relative()
    {
        _tree.Tell("0/1");
        Assert.Equal("akka://test/user/tree/0/1", ExpectMsg<ActorIdentity>().Subject.Path.ToString());
        _tree.Tell("../tree/1");
        Assert.Equal("akka://test/user/tree/1", ExpectMsg<ActorIdentity>().Subject.Path.ToString());
    }

    private sealed class Branch : ReceiveActor
    {
        public Branch(int depth, IActorRef listener)
        {
            for (var i = 0; depth > 0 && i < 2; i++)
                Context.ActorOf(Props.Create(() => new Branch(depth - 1, listener)), i.ToString(System.Globalization.CultureInfo.InvariantCulture));
            listener.Tell("ready");
            Receive<string>(path => Context.ActorSelection(path).Tell(new Identify(path), Sender));
        }
    }
}
