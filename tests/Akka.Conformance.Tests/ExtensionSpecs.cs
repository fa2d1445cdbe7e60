using Akka.Actor;
using Akka.Configuration;

namespace Akka.Conformance.Tests;

public sealed class ExtensionSpecs : Spec
{
    [Fact]
    public void Should_be_made_once_for_a_system_when_many_ask_at_once()
    {
        var id = new CountingProvider();

        var made = new Counting[16];
        Parallel.For(0, made.Length, i => made[i] = id.Apply(Sys));

        Assert.Single(made.Distinct());
        Assert.Equal(1, id.Made);
        Assert.Same(made[0], Sys.GetExtension<Counting>());
        Assert.True(Sys.HasExtension<Counting>());
    }

    [Fact]
    public void Should_be_known_by_the_type_of_its_id()
    {
        IExtensionId id = new CountingProvider();

        var made = id.Apply(Sys);

        Assert.Equal(typeof(Counting), id.ExtensionType);
        Assert.Same(made, Sys.RegisterExtension(new CountingProvider()));
        Assert.NotSame(made, id.CreateExtension((ExtendedActorSystem)Sys));
    }

    [Fact]
    public async Task Should_be_made_anew_for_another_system()
    {
        using var other = ActorSystem.Create("other");

        Assert.NotSame(new CountingProvider().Apply(Sys), new CountingProvider().Apply(other));

        await other.Terminate();
    }

    [Fact]
    public void Should_not_be_there_when_nobody_registered_it()
    {
        Assert.False(Sys.HasExtension<Counting>());
        Assert.False(Sys.TryGetExtension<Counting>(out _));
    }

    [Theory]
    [InlineData("cluster", "Akka.Cluster")]
    [InlineData("remote", "Akka.Remote")]
    public void Should_name_the_missing_package_when_more_than_one_system_is_asked_for(string provider, string package)
    {
        var error = Assert.Throws<ConfigurationException>(() => ActorSystem.Create(
            "lonely", ConfigurationFactory.ParseString("akka.actor.provider = " + provider)));

        Assert.Contains(package, error.Message, StringComparison.Ordinal);
    }

    private sealed class Counting : IExtension;

    private sealed class CountingProvider : ExtensionIdProvider<Counting>
    {
        private int _made;

        public int Made => _made;

        public override Counting CreateExtension(ExtendedActorSystem system)
        {
            Interlocked.Increment(ref _made);
            return new Counting();
        }
    }
}
