using Akka.Actor;
using Akka.Hosting;

namespace Akka.Conformance.Tests.Hosting;

/// <summary>Finding actors by a key type.</summary>
public sealed class ActorRegistrySpecs : Akka.TestKit.Xunit2.TestKit
{
    private readonly ActorRegistry _registry = new();

    [Fact]
    public void Should_find_what_is_registered()
    {
        var key = typeof(Key);
        _registry.Register<Key>(TestActor);

        Assert.Equal(TestActor, _registry.Get<Key>());
        Assert.True(_registry.TryGet<Key>(out var actor));
        Assert.Equal(TestActor, actor);
        Assert.True(_registry.TryGet(key, out actor));
        Assert.Equal(TestActor, actor);
        Assert.Equal([typeof(Key)], _registry.Select(entry => entry.Key));
    }

    [Fact]
    public void Should_say_that_nothing_is_registered()
    {
        Assert.Throws<MissingActorRegistryEntryException>(() => _registry.Get<Key>());
        Assert.False(_registry.TryGet<Key>(out var actor));
        Assert.True(actor.IsNobody());
        Assert.Empty(_registry);
    }

    [Fact]
    public void Should_refuse_a_key_that_is_taken_unless_overwriting()
    {
        var second = CreateTestProbe().Ref;
        _registry.Register<Key>(TestActor);

        Assert.Throws<DuplicateActorRegistryException>(() => _registry.Register<Key>(second));
        Assert.False(_registry.TryRegister<Key>(second));
        Assert.Equal(TestActor, _registry.Get<Key>());

        Assert.True(_registry.TryRegister<Key>(second, overwrite: true));
        Assert.Equal(second, _registry.Get<Key>());
    }

    [Fact]
    public void Should_refuse_null()
    {
        Assert.Throws<ArgumentNullException>(() => _registry.Register<Key>(null!));
        Assert.False(_registry.TryRegister<Key>(null!));
    }

    [Fact]
    public async Task Should_wait_for_an_actor_that_comes_later()
    {
        var key = typeof(Key);
        var one = _registry.GetAsync<Key>();
        var another = _registry.GetAsync(key);
        Assert.False(one.IsCompleted);

        _registry.Register<Key>(TestActor);

        Assert.Equal(TestActor, await one.WaitAsync(RemainingOrDefault));
        Assert.Equal(TestActor, await another.WaitAsync(RemainingOrDefault));
        Assert.Equal(TestActor, await _registry.GetAsync<Key>());
    }

    [Fact]
    public async Task Should_find_for_those_who_may_only_read()
    {
        Assert.False(Reading(_registry).TryGet<Key>(out _));

        _registry.Register<Key>(TestActor);

        Assert.True(Reading(_registry).TryGet<Key>(out var actor));
        Assert.Equal(TestActor, actor);
        Assert.Equal(TestActor, await Reading(_registry).GetAsync<Key>());
    }

    [Fact]
    public async Task Should_stop_waiting_when_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var waiting = _registry.GetAsync<Key>(cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(RemainingOrDefault));
    }

    [Fact]
    public void Should_have_one_registry_a_system() => Assert.Same(ActorRegistry.For(Sys), ActorRegistry.For(Sys));

    private static IReadOnlyActorRegistry Reading(IReadOnlyActorRegistry registry) => registry;

    private sealed class Key;
}
