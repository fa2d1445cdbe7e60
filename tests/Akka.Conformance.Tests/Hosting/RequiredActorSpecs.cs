using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Akka.Conformance.Tests.Hosting;

/// <summary>Actors injected into services.</summary>
public sealed class RequiredActorSpecs : HostSpecs
{
    [Fact]
    public async Task Should_inject_an_actor_that_the_host_started()
    {
        using var host = Host(StartEcho);
        await host.StartAsync();

        var required = host.Services.GetRequiredService<IRequiredActor<Echo>>();

        Assert.Equal("echo", required.ActorRef.Path.Name);
        Assert.Equal(required.ActorRef, await required.GetAsync());
        Assert.Equal("hi", await required.ActorRef.Ask<string>("hi", Patience));
        await host.StopAsync();
    }

    [Fact]
    public async Task Should_let_a_service_wait_for_the_actor()
    {
        using var host = Host(StartEcho);
        var waiting = host.Services.GetRequiredService<IRequiredActor<Echo>>().GetAsync();
        Assert.False(waiting.IsCompleted);

        await host.StartAsync();

        Assert.Equal("echo", (await waiting.WaitAsync(Patience)).Path.Name);
        await host.StopAsync();
    }

    [Fact]
    public async Task Should_say_that_nobody_started_the_actor()
    {
        using var host = Host((_, _) => { });
        await host.StartAsync();
        var required = host.Services.GetRequiredService<IRequiredActor<Echo>>();

        Assert.Throws<MissingActorRegistryEntryException>(() => required.ActorRef);
        await host.StopAsync();
    }

    private static void StartEcho(AkkaConfigurationBuilder builder, IServiceProvider services) =>
        builder.WithActors((system, registry) => registry.Register<Echo>(system.ActorOf(Props.Create<Echo>(), "echo")));
}
