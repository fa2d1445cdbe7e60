using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TuyaActors.Messages;

namespace TuyaActors.Hosting.Tests;

public sealed class SeveralFleetsSpecs
{
    [Fact]
    public async Task Should_run_side_by_side_and_be_found_by_name()
    {
        await using var test = await HostUnderTest.StartAsync(services => services
            .AddTuyaFleet(options => HostUnderTest.Quiet(options, HostUnderTest.Device("lamp")))
            .AddTuyaFleet("upstairs", options => HostUnderTest.Quiet(options, HostUnderTest.Device("plug"), HostUnderTest.Device("fan"))));
        var (plain, upstairs) = (test.Fleet, test.Host.Services.GetRequiredKeyedService<ITuyaFleet>("upstairs"));
        Assert.Same(plain, test.Host.Services.GetRequiredKeyedService<ITuyaFleet>("tuya"));
        Assert.Equal(("tuya", "upstairs"), (plain.Name, upstairs.Name));
        Assert.Equal(["lamp"], (await plain.GetDevicesAsync(test.Cancellation)).Found.Select(d => d.Name));
        Assert.Equal(["fan", "plug"], (await upstairs.GetDevicesAsync(test.Cancellation)).Found.Select(d => d.Name));

        var fleets = TuyaFleets.For(test.Host.Services.GetRequiredService<ActorSystem>());
        Assert.Equal(["tuya", "upstairs"], fleets.Names);
        Assert.Equal(test.Registry.Get<TuyaFleet>(), fleets.Get().Fleet);
        Assert.Equal("/user/upstairs/router", fleets.Get("upstairs").Router.Path.ToStringWithoutAddress());
        Assert.Equal("/user/upstairs/discovery", (await fleets.GetAsync("upstairs")).Discovery.Path.ToStringWithoutAddress());
        Assert.Equal(
            "this actor system has no fleet named 'attic'; there are: tuya, upstairs (WithTuyaFleet and AddTuyaFleet take a name)",
            Assert.Throws<KeyNotFoundException>(() => fleets.Get("attic")).Message);
    }

    [Fact]
    public async Task Should_each_have_the_systems_settings_and_its_own_over_them()
    {
        await using var test = await HostUnderTest.StartAsync(services =>
        {
            services.AddAkka("house", builder => builder
                .AddHocon("tuya { max-waiting-commands = 1, discovery.enabled = off, persistence.mode = memory }", HoconAddMode.Prepend)
                .WithTuyaFleet("upstairs", Section("MaxWaitingCommands", "2"), options => options.Devices.Add(HostUnderTest.Device("lamp")))
                .WithTuyaFleet("attic", options => options.Devices.Add(HostUnderTest.Device("lamp"))));
            services.AddTuyaFleetClient("upstairs").AddTuyaFleetClient("attic");
        });
        Assert.Equal(2, await Waiting(test, "upstairs"));
        Assert.Equal(1, await Waiting(test, "attic"));
        Assert.Null(test.Host.Services.GetService<ITuyaFleet>());
        Assert.False(test.Registry.TryGet<TuyaFleet>(out _));
    }

    [Fact]
    public async Task Should_be_the_actors_that_services_require()
    {
        await using var test = await HostUnderTest.StartAsync(HostUnderTest.Device("lamp"));
        var fleets = TuyaFleets.For(test.Host.Services.GetRequiredService<ActorSystem>());
        Assert.Equal(fleets.Get().Fleet, test.Host.Services.GetRequiredService<IRequiredActor<TuyaFleet>>().ActorRef);
        Assert.Equal(fleets.Get().Router, await test.Host.Services.GetRequiredService<IRequiredActor<TuyaRouter>>().GetAsync(test.Cancellation));
        Assert.Equal(fleets.Get().Discovery, test.Host.Services.GetRequiredService<IRequiredActor<TuyaDiscovery>>().ActorRef);
    }

    [Fact]
    public void Should_not_bear_the_same_name()
    {
        var services = new ServiceCollection().AddTuyaFleet("upstairs");
        Assert.StartsWith("there are two fleets named 'upstairs'", Assert.Throws<InvalidOperationException>(() => services.AddTuyaFleet("upstairs")).Message, StringComparison.Ordinal);
        services.AddTuyaFleet();
        Assert.Throws<InvalidOperationException>(() => services.AddTuyaFleet(Section("MaxWaitingCommands", "2")));
    }

    [Fact]
    public async Task Should_not_bear_the_same_name_in_an_actor_system()
    {
        using var host = HostUnderTest.Build(services => services.AddAkka("house", builder => builder.WithTuyaFleet().WithTuyaFleet("tuya")));
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync());
        Assert.StartsWith("there are two fleets named 'tuya'", failure.GetBaseException().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("up stairs")]
    [InlineData("-up")]
    [InlineData("up/stairs")]
    [InlineData("$up")]
    public void Should_refuse_a_name_that_is_none(string name) =>
        Assert.StartsWith($"'{name}' is no name for a fleet", Assert.Throws<ArgumentException>(() => new ServiceCollection().AddTuyaFleet(name)).Message, StringComparison.Ordinal);

    [Fact]
    public void Should_not_make_a_second_actor_system_beside_the_hosts_own()
    {
        var services = new ServiceCollection().AddAkka("house", _ => { });
        Assert.Contains("WithTuyaFleet", Assert.Throws<InvalidOperationException>(() => services.AddTuyaFleet()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_say_that_a_setting_of_the_section_cannot_be_used_when_the_host_starts()
    {
        using var host = HostUnderTest.Build(services => services.AddTuyaFleet(Section("Discovery:Enabled", "maybe")));
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync());
        Assert.StartsWith("Tuya:Discovery:Enabled is 'maybe'; allowed is on or off", failure.Message, StringComparison.Ordinal);
    }

    private static IConfigurationSection Section(string key, string value) =>
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create($"Tuya:{key}", (string?)value)]).Build().GetSection("Tuya");

    /// <summary>How many commands may wait for a device of this fleet.</summary>
    private static async Task<int> Waiting(HostUnderTest test, string fleet)
    {
        var lamp = test.Host.Services.GetRequiredKeyedService<ITuyaFleet>(fleet).Device(new DeviceId("lamp"));
        var waiting = new List<Task<CommandOutcome>>();
        while (true)
        {
            var next = lamp.SetAsync(waiting.Count + 1, true, TimeSpan.FromSeconds(5), test.Cancellation);
            waiting.Add(next);
            if (await lamp.GetAsync(test.Cancellation) is { Desired: var desired } && desired.Length < waiting.Count)
            {
                Assert.IsType<CommandOutcome.Rejected>(await next);
                return waiting.Count - 1;
            }
        }
    }
}
