using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using TuyaActors.Messages;
using TuyaActors.Settings;

namespace TuyaActors.Hosting.Tests;

public sealed class HostingSpecs
{
    [Theory]
    [InlineData("tuya.command-timeout = soon", "tuya.command-timeout is 'soon'; allowed is a duration like 500ms, 5s or 2m")]
    [InlineData("tuya.command-timeot = 5s", "tuya.command-timeot is not a setting")]
    [InlineData("tuya.command-timeout = ${no.such.key}", "the HOCON text cannot be read")]
    public async Task Should_end_the_start_with_a_sentence_when_a_setting_cannot_be_used(string hocon, string sentence)
    {
        using var host = HostUnderTest.Build(services => services.AddTuyaFleet(options => options.Hocon = hocon));
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync());
        Assert.Contains(Causes(failure), cause => cause is FleetSettingsException && cause.Message.StartsWith(sentence, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Should_register_the_three_doors()
    {
        await using var test = await HostUnderTest.StartAsync(HostUnderTest.Device("lamp"));
        var (fleet, router, discovery) = (test.Registry.Get<TuyaFleet>(), test.Registry.Get<TuyaRouter>(), test.Registry.Get<TuyaDiscovery>());
        Assert.Equal(["tuya", "router", "discovery"], [fleet.Path.Name, router.Path.Name, discovery.Path.Name]);
        foreach (var door in new[] { fleet, router })
        {
            var health = await door.Ask<FleetHealth>(new DeviceQueries.GetHealth(), TimeSpan.FromSeconds(20));
            Assert.Equal(1, health.Devices);
        }
    }

    [Fact]
    public async Task Should_join_an_actor_system_that_is_the_hosts_own()
    {
        await using var test = await HostUnderTest.StartAsync(services =>
        {
            services.AddAkka("house", builder => builder
                .AddHocon("tuya.max-waiting-commands = 1", HoconAddMode.Prepend)
                .WithActors((system, registry) => registry.Register<Neighbour>(system.ActorOf(Props.Create<Neighbour>(), "neighbour")))
                .WithTuyaFleet(options => HostUnderTest.Quiet(options, HostUnderTest.Device("lamp"))));
            services.AddTuyaFleetClient();
        });
        Assert.Equal("house", test.Host.Services.GetRequiredService<ActorSystem>().Name);
        Assert.Equal("/user/tuya", test.Registry.Get<TuyaFleet>().Path.ToStringWithoutAddress());
        Assert.Equal("/user/neighbour", test.Registry.Get<Neighbour>().Path.ToStringWithoutAddress());

        // The system's HOCON counts for the fleet.
        var lamp = new DeviceId("lamp");
        var waits = test.Fleet.RefreshAsync(lamp, TimeSpan.FromSeconds(1), test.Cancellation);
        Assert.Contains("1 commands wait", Assert.IsType<CommandOutcome.Rejected>(await test.Fleet.RefreshAsync(lamp, null, test.Cancellation)).Reason, StringComparison.Ordinal);
        Assert.IsType<CommandOutcome.Offline>(await waits);
    }

    [Fact]
    public void Should_offer_a_fleet_only_where_one_was_asked_for()
    {
        using var host = HostUnderTest.Build(services => services.AddAkka("house", builder => builder.WithTuyaFleet(options => HostUnderTest.Quiet(options))));
        Assert.Null(host.Services.GetService<ITuyaFleet>());
    }

    [Fact]
    public async Task Should_end_with_the_host()
    {
        var test = await HostUnderTest.StartAsync(HostUnderTest.Device("lamp"));
        var system = test.Host.Services.GetRequiredService<ActorSystem>();
        await test.DisposeAsync();
        await system.WhenTerminated.WaitAsync(TimeSpan.FromSeconds(20));
    }

    private static IEnumerable<Exception> Causes(Exception failure)
    {
        yield return failure;
        var inner = failure is AggregateException many ? (IEnumerable<Exception>)many.InnerExceptions : failure.InnerException is { } one ? [one] : [];
        foreach (var cause in inner)
        {
            foreach (var deeper in Causes(cause))
                yield return deeper;
        }
    }

    private sealed class Neighbour : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);
    }
}
