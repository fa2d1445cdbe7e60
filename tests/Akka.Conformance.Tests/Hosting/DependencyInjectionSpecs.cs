using Akka.Actor;
using Akka.Configuration;
using Akka.DependencyInjection;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Akka.Conformance.Tests.Hosting;

/// <summary>Services injected into actors.</summary>
public sealed class DependencyInjectionSpecs : HostSpecs
{
    [Fact]
    public async Task Should_mix_services_and_arguments()
    {
        using var host = Host((_, _) => { }, services => services.AddSingleton<Counter>());
        await host.StartAsync();
        var props = DependencyResolver.For(SystemOf(host)).Props<Labelled>("label");

        var actor = SystemOf(host).ActorOf(props);

        Assert.Equal(typeof(Labelled), props.Type);
        Assert.Equal("label 1", await actor.Ask<string>("who", Patience));
        await host.StopAsync();
    }

    [Fact]
    public async Task Should_inject_anew_at_a_restart()
    {
        using var host = Host((_, _) => { }, services => services.AddSingleton<Counter>());
        await host.StartAsync();
        var actor = SystemOf(host).ActorOf(DependencyResolver.For(SystemOf(host)).Props<Labelled>("label"));

        actor.Tell("crash");

        Assert.Equal("label 2", await actor.Ask<string>("who", Patience));
        await host.StopAsync();
    }

    [Fact]
    public async Task Should_hand_the_resolver_to_the_starters()
    {
        using var host = Host(
            (builder, _) => builder.WithActors((system, registry, resolver) => registry.Register<Labelled>(system.ActorOf(resolver.Props<Labelled>("by resolver")))),
            services => services.AddSingleton<Counter>());
        await host.StartAsync();

        var actor = host.Services.GetRequiredService<IRequiredActor<Labelled>>().ActorRef;

        Assert.Equal("by resolver 1", await actor.Ask<string>("who", Patience));
        Assert.Same(
            host.Services.GetRequiredService<Counter>(),
            DependencyResolver.For(SystemOf(host)).Resolver.GetService<Counter>());
        await host.StopAsync();
    }

    [Fact]
    public async Task Should_end_a_scope_with_its_services()
    {
        using var host = Host((_, _) => { }, services => services.AddScoped<Owned>());
        await host.StartAsync();
        Owned owned;

        using (var scope = DependencyResolver.For(SystemOf(host)).Resolver.CreateScope())
        {
            owned = scope.Resolver.GetService<Owned>();
            Assert.False(owned.IsDisposed);
        }

        Assert.True(owned.IsDisposed);
        await host.StopAsync();
    }

    [Fact]
    public async Task Should_refuse_a_system_that_knows_no_services()
    {
        using var system = ActorSystem.Create("alone", "akka.loggers = [], akka.stdout-loglevel = OFF");

        Assert.Throws<ConfigurationException>(() => DependencyResolver.For(system));
        await system.Terminate();
    }

    private sealed class Counter
    {
        public int Next { get; set; } = 1;
    }

    private sealed class Owned : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }

    private sealed class Labelled : ReceiveActor
    {
        public Labelled(Counter counter, string label)
        {
            var incarnation = counter.Next++;
            Receive<string>(message => message == "crash", _ => throw new InvalidOperationException("crash"));
            ReceiveAny(_ => Sender.Tell($"{label} {incarnation}"));
        }
    }
}
