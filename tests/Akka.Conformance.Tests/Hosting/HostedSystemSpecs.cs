using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Akka.Conformance.Tests.Hosting;

/// <summary>The life of an actor system in a host.</summary>
public sealed class HostedSystemSpecs : HostSpecs
{
    [Fact]
    public async Task Should_start_the_actors_in_their_order_and_then_the_startup_tasks()
    {
        List<string> order = [];
        using var host = Host((builder, _) => builder
            .AddStartup((_, _) => order.Add("startup 1"))
            .WithActors((_, _) => order.Add("actors 1"))
            .AddStartup(async (_, _) =>
            {
                await Task.Yield();
                order.Add("startup 2");
            })
            .WithActors((_, _, _) => order.Add("actors 2")));

        await host.StartAsync();

        Assert.Equal(["actors 1", "actors 2", "startup 1", "startup 2"], order);
        Assert.Equal("hosted", SystemOf(host).Name);
        await host.StopAsync();
    }

    [Fact]
    public async Task Should_have_one_system_and_one_registry_for_all_services()
    {
        using var host = Host((_, _) => { });
        await host.StartAsync();

        var registry = ActorRegistry.For(SystemOf(host));

        Assert.Same(SystemOf(host), SystemOf(host));
        Assert.Same(registry, host.Services.GetRequiredService<ActorRegistry>());
        Assert.Same(registry, host.Services.GetRequiredService<IActorRegistry>());
        Assert.Same(registry, host.Services.GetRequiredService<IReadOnlyActorRegistry>());
        await host.StopAsync();
    }

    [Fact]
    public async Task Should_start_no_actor_before_the_host_starts()
    {
        using var host = Host((builder, _) => builder.WithActors((system, registry) =>
            registry.Register<Echo>(system.ActorOf(Props.Create<Echo>()))));

        Assert.False(ActorRegistry.For(SystemOf(host)).TryGet<Echo>(out _));
        await host.StartAsync();
        Assert.True(ActorRegistry.For(SystemOf(host)).TryGet<Echo>(out _));
        await host.StopAsync();
    }

    [Fact]
    public async Task Should_shut_down_in_coordination_when_the_host_stops()
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var host = Host((builder, _) => builder.AddStartup((system, _) => CoordinatedShutdown.Get(system)
            .AddTask(CoordinatedShutdown.PhaseServiceStop, "witness", () =>
            {
                stopped.SetResult();
                return Task.FromResult(Done.Instance);
            })));
        await host.StartAsync();
        var system = SystemOf(host);

        await host.StopAsync();

        Assert.True(stopped.Task.IsCompletedSuccessfully);
        Assert.True(system.WhenTerminated.IsCompleted);
        Assert.IsType<CoordinatedShutdown.ClrExitReason>(CoordinatedShutdown.Get(system).ShutdownReason);
    }

    [Fact]
    public async Task Should_stop_the_host_when_the_system_terminates_by_itself()
    {
        using var host = Host((_, _) => { });
        await host.StartAsync();
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(stopping.SetResult);

        await SystemOf(host).Terminate();

        await stopping.Task.WaitAsync(Patience);
        await host.StopAsync();
    }

    [Theory]
    [InlineData("cluster", "Akka.Cluster")]
    [InlineData("remote", "Akka.Remote")]
    public async Task Should_not_start_the_host_when_the_configuration_asks_for_a_package_that_is_missing(string provider, string package)
    {
        using var host = Host((builder, _) => builder.AddHocon((Config)$"akka.actor.provider = {provider}", HoconAddMode.Prepend));

        var failure = await Assert.ThrowsAsync<ConfigurationException>(() => host.StartAsync());

        Assert.Contains(package, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_not_start_the_host_when_an_actor_starter_throws()
    {
        using var host = Host((builder, _) => builder.WithActors((_, _) => throw new InvalidOperationException("no")));

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync());

        Assert.Equal("no", failure.Message);
        await SystemOf(host).Terminate();
    }
}
