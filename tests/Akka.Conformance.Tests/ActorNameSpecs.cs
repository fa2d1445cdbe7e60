using Akka.Actor;

namespace Akka.Conformance.Tests;

public sealed class ActorNameSpecs : Spec
{
    [Theory]
    [InlineData("")]
    [InlineData("$mine")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("gerät")]
    [InlineData("a%2")]
    public void Should_refuse_a_name_that_is_no_path_element(string name) =>
        Assert.Throws<InvalidActorNameException>(() => Sys.ActorOf(Props.Create(() => new Quiet()), name));

    [Theory]
    [InlineData("device-bf12")]
    [InlineData("a.b_c:d@e")]
    [InlineData("a%20b")]
    public void Should_take_a_name_that_is_one(string name)
    {
        var actor = Sys.ActorOf(Props.Create(() => new Quiet()), name);

        Assert.Equal(name, actor.Path.Name);
        Assert.Equal($"akka://test/user/{name}", actor.Path.ToString());
        Assert.Equal($"[akka://test/user/{name}#{actor.Path.Uid}]", actor.ToString());
    }

    [Fact]
    public void Should_refuse_a_name_that_a_living_sibling_has()
    {
        Sys.ActorOf(Props.Create(() => new Quiet()), "name");

        Assert.Throws<InvalidActorNameException>(() => Sys.ActorOf(Props.Create(() => new Quiet()), "name"));
    }

    [Fact]
    public void Should_name_actors_that_have_no_name()
    {
        var names = Enumerable.Range(0, 200).Select(_ => Sys.ActorOf(Props.Create(() => new Quiet())).Path.Name).ToHashSet();

        Assert.Equal(200, names.Count);
        Assert.All(names, name => Assert.StartsWith("$", name, StringComparison.Ordinal));
    }

    [Fact]
    public void Should_tell_incarnations_of_a_name_apart()
    {
        var first = Sys.ActorOf(Props.Create(() => new Quiet()), "name");
        Watch(first);
        Sys.Stop(first);
        ExpectTerminated(first);
        IActorRef? second = null;
        AwaitAssert(() => second = Sys.ActorOf(Props.Create(() => new Quiet()), "name"));

        Assert.Equal(first.Path, second!.Path);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void Should_take_paths_apart_and_put_them_together()
    {
        var path = ActorPath.Parse("akka://test/user/a/b");

        Assert.Equal(["user", "a", "b"], path.Elements);
        Assert.Equal("b", path.Name);
        Assert.Equal(path, path.Parent / "b");
        Assert.Equal(path.Root, ActorPath.Parse("akka://test/"));
        Assert.Equal("/user/a/b", path.ToStringWithoutAddress());
        Assert.Equal(new Address("akka", "test"), path.Address);
        Assert.False(ActorPath.TryParse("no path", out _));
    }

    private sealed class Quiet : ReceiveActor
    {
        public Quiet() => ReceiveAny(_ => { });
    }
}
