using Akka.Actor;
using Akka.Event;
using Microsoft.Extensions.DependencyInjection;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Simulator;

namespace TuyaActors.Hosting.Tests;

public sealed class StopSpecs
{
    private const int Devices = 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Should_close_every_socket_when_the_host_stops_while_a_thousand_devices_are_connecting()
    {
        await using var simulator = new TuyaSimulator(new SimulatorOptions { Quiet = true, Announce = false });
        var (came, left) = (new CountdownEvent(Devices), new CountdownEvent(Devices));
        simulator.AddRange(Enumerable.Range(0, Devices).Select(n => new SimulatedDeviceOptions
        {
            Version = n % 2 == 0 ? ProtocolVersion.V33 : ProtocolVersion.V35,
            Port = 0,
            Faults = DeviceFaults.None with { Silent = true },
        }));
        simulator.Activity += (_, activity) => _ = activity switch
        {
            DeviceActivity.ClientConnected => came.Signal(),
            DeviceActivity.ClientLeft => left.Signal(),
            _ => false,
        };
        await simulator.StartAsync();
        var test = await HostUnderTest.StartAsync(services => services.AddTuyaFleet(options =>
        {
            HostUnderTest.Quiet(options, [.. simulator.Devices.Select(Definition)]);
            options.MaxHandshakes = Devices;
            options.Hocon = "tuya.connection.greeting-timeout = 10m";
        }));
        var letters = new DeadLetters(test.Host.Services.GetRequiredService<ActorSystem>());
        Assert.True(came.Wait(Patience));

        // Throws when the host's own time for it is over.
        await test.Host.StopAsync();

        Assert.True(left.Wait(Patience));
        Assert.Equal(0, simulator.Devices.Count(d => d.IsConnected));
        Assert.Empty(letters.Found);
        await test.DisposeAsync();
    }

    private static DeviceDefinition Definition(SimulatedDevice device) =>
        new(new DeviceId(device.Id)) { Key = device.Key, Version = device.Version, Address = device.EndPoint.Address, Port = device.EndPoint.Port };

    /// <summary>Collects what Akka would log as lost.</summary>
    private sealed class DeadLetters
    {
        public DeadLetters(ActorSystem system)
        {
            var found = Found;
            system.EventStream.Subscribe(system.ActorOf(Props.Create(() => new Collector(found)), "dead-letters"), typeof(DeadLetter));
        }

        public System.Collections.Concurrent.ConcurrentQueue<string> Found { get; } = [];
    }

    private sealed class Collector(System.Collections.Concurrent.ConcurrentQueue<string> found) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is DeadLetter letter)
                found.Enqueue($"{letter.Message} to {letter.Recipient}");
            else
                Unhandled(message);
        }
    }
}
