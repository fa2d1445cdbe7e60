using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TuyaActors.Hosting;
using TuyaActors.Messages;
using TuyaActors.Simulator;

namespace TuyaActors.Chaos.Trials;

/// <summary>Simulated devices and a fleet that knows them, in this process, on ports that nobody else has.</summary>
public sealed class TrialFleet : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly List<Socket> _reserved;

    private TrialFleet(IHost host, TuyaSimulator simulator, List<Socket> reserved, Logbook log, IActorRef router, FleetWatch watch)
    {
        (_host, Simulator, _reserved, Log, Router, Watch) = (host, simulator, reserved, log, router, watch);
        Fleet = host.Services.GetRequiredService<ITuyaFleet>();
        System = host.Services.GetRequiredService<ActorSystem>();
        Targets =
        [
            .. simulator.Devices.SelectMany(device => device.SubDevices
                .Select(sub => new TrialTarget(new DeviceId(sub.Id), device, sub))
                .Prepend(new TrialTarget(new DeviceId(device.Id), device, null))),
        ];
    }

    /// <summary>The devices.</summary>
    public TuyaSimulator Simulator { get; }

    /// <summary>What is tried.</summary>
    public ITuyaFleet Fleet { get; }

    /// <summary>Where the fleet lives.</summary>
    public ActorSystem System { get; }

    /// <summary>The door for commands and subscriptions.</summary>
    public IActorRef Router { get; }

    /// <summary>What the fleet logged.</summary>
    public Logbook Log { get; }

    /// <summary>What the fleet told its subscribers.</summary>
    public FleetWatch Watch { get; }

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
        var reserved = new List<Socket>();
        int[] ports = [ReservePort(reserved), ReservePort(reserved), ReservePort(reserved)];
        var simulator = new TuyaSimulator(options with { PlainPort = ports[0], EncryptedPort = ports[1], ProbePort = ports[2] });
        simulator.AddRange(devices);
        await simulator.StartAsync(cancellation);

        var log = new Logbook();
        var builder = Host.CreateApplicationBuilder();
        // What an operator sees without asking for more.
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Information);
        builder.Services.AddTuyaFleet(o =>
        {
            o.Hocon = "tuya.persistence.mode = memory\n" + hocon;
            o.DiscoveryEnabled = options.Announce;
            (o.PlainPort, o.EncryptedPort, o.ProbePort) = (ports[0], ports[1], ports[2]);
            o.BroadcastAddresses.Add(options.BroadcastAddress);
            foreach (var definition in simulator.Devices.SelectMany((device, i) => Define(device, i, define)))
                o.Devices.Add(definition);
        });
        var host = builder.Build();
        try
        {
            await host.StartAsync(cancellation);
        }
        catch (Exception failed)
        {
            throw new InvalidOperationException($"The fleet did not start. The log's errors: {string.Join('\n', log.Errors)}", failed);
        }

        watch ??= new FleetWatch();
        var router = await host.Services.GetRequiredService<IRequiredActor<TuyaRouter>>().GetAsync(cancellation);
        var fleet = new TrialFleet(host, simulator, reserved, log, router, watch);
        await fleet.BeginToWatchAsync(cancellation);
        return fleet;
    }

    /// <summary>The actors of the fleet that answer.</summary>
    public async Task<int> CountActorsAsync(CancellationToken cancellation)
    {
        var count = 0;
        foreach (var depth in (string[])["*", "*/*", "*/*/*"])
            count += await CensusActor.CountAsync(System, $"/user/{TuyaFleets.DefaultName}/{depth}", cancellation);
        return count;
    }

    /// <summary>Ends the fleet; the devices live on.</summary>
    public Task StopFleetAsync() => _host.StopAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        await Simulator.DisposeAsync();
        foreach (var socket in _reserved)
            socket.Dispose();
    }

    private async Task BeginToWatchAsync(CancellationToken cancellation)
    {
        var subscribed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var watcher = System.ActorOf(Props.Create(() => new WatcherActor(Watch, subscribed)), "watcher");
        Router.Tell(new DeviceQueries.Subscribe(EventFilter.Default), watcher);
        await subscribed.Task.WaitAsync(cancellation);
        Watch.Begin((await Fleet.GetDevicesAsync(cancellation)).Found);
    }

    private static IEnumerable<DeviceDefinition> Define(SimulatedDevice device, int index, Func<int, DeviceDefinition, DeviceDefinition>? define)
    {
        var definition = new DeviceDefinition(new DeviceId(device.Id))
        {
            Name = device.Name,
            Key = device.Key,
            Version = device.Version,
            Address = device.EndPoint.Address,
            Port = device.EndPoint.Port,
        };
        yield return define is null ? definition : define(index, definition);
        foreach (var sub in device.SubDevices)
            yield return new DeviceDefinition(new DeviceId(sub.Id)) { Name = sub.Name, Gateway = definition.Id, Cid = sub.Cid };
    }

    private static int ReservePort(List<Socket> reserved)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(IPAddress.Any, 0));
        reserved.Add(socket);
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
