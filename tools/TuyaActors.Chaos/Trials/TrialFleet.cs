using Akka.Actor;
using TuyaActors.Hosting;
using TuyaActors.Messages;
using TuyaActors.Simulator;

namespace TuyaActors.Chaos.Trials;

/// <summary>Simulated devices and a fleet that knows them, in this process, on ports that nobody else has.</summary>
public sealed class TrialFleet : IAsyncDisposable
{
    private readonly TrialPorts _ports;

    private TrialFleet(TrialHost host, TuyaSimulator simulator, TrialPorts ports)
    {
        (Host, Simulator, _ports) = (host, simulator, ports);
        Targets = TrialTarget.AllOf(simulator);
    }

    /// <summary>The devices.</summary>
    public TuyaSimulator Simulator { get; }

    /// <summary>The fleet's own part.</summary>
    public TrialHost Host { get; }

    /// <summary>What is tried.</summary>
    public ITuyaFleet Fleet => Host.Fleet;

    /// <summary>The door for commands and subscriptions.</summary>
    public IActorRef Router => Host.Router;

    /// <summary>What the fleet logged.</summary>
    public Logbook Log => Host.Log;

    /// <summary>What the fleet told its subscribers.</summary>
    public FleetWatch Watch => Host.Watch;

    /// <summary>All devices and sub-devices.</summary>
    public IReadOnlyList<TrialTarget> Targets { get; }

    /// <summary>Starts devices, then a fleet, then whoever watches it.</summary>
    /// <param name="devices">Each on an address of its own, or with port 0.</param>
    /// <param name="options">The simulator's; its ports are set here.</param>
    /// <param name="hocon">The fleet's settings.</param>
    /// <param name="define">Changes what the fleet is told of a device.</param>
    /// <param name="watch">Who watches.</param>
    /// <param name="cancellation">Ends the start.</param>
    public static async Task<TrialFleet> StartAsync(
        IEnumerable<SimulatedDeviceOptions> devices,
        SimulatorOptions options,
        string hocon,
        Func<int, DeviceDefinition, DeviceDefinition>? define = null,
        FleetWatch? watch = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var ports = new TrialPorts();
        var air = ports.For(options);
        var simulator = new TuyaSimulator(air);
        simulator.AddRange(devices);
        await simulator.StartAsync(cancellation);
        var known = simulator.Devices.SelectMany((device, i) => TrialHost.Define(device, device.EndPoint.Port, define is null ? null : definition => define(i, definition)));
        return new TrialFleet(await TrialHost.StartAsync(known, air, null, hocon, watch, cancellation), simulator, ports);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Simulator.DisposeAsync();
        _ports.Dispose();
    }
}
