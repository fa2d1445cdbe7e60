using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TuyaActors.Hosting;
using TuyaActors.Messages;
using TuyaActors.Simulator;

namespace TuyaActors.Chaos.Trials;

/// <summary>A fleet in this process and whoever watches it. Where its devices run is another's business.</summary>
public sealed class TrialHost : IAsyncDisposable
{
    private readonly IHost _host;

    private TrialHost(IHost host, Logbook log, IActorRef router, FleetWatch watch)
    {
        (_host, Log, Router, Watch) = (host, log, router, watch);
        Fleet = host.Services.GetRequiredService<ITuyaFleet>();
        System = host.Services.GetRequiredService<ActorSystem>();
    }

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

    /// <summary>Starts a fleet, then whoever watches it.</summary>
    /// <param name="devices">Those that it knows.</param>
    /// <param name="air">Where its devices announce themselves.</param>
    /// <param name="database">The file that it keeps what it knows in; null: in memory.</param>
    /// <param name="hocon">Its settings.</param>
    /// <param name="watch">Who watches.</param>
    /// <param name="cancellation">Ends the start.</param>
    public static async Task<TrialHost> StartAsync(
        IEnumerable<DeviceDefinition> devices, SimulatorOptions air, string? database, string hocon, FleetWatch? watch, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(air);
        var log = new Logbook();
        var builder = Host.CreateApplicationBuilder();
        // What an operator sees without asking for more.
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Information);
        builder.Services.AddTuyaFleet(o =>
        {
            o.Hocon = (database is null ? "tuya.persistence.mode = memory\n" : "") + hocon;
            o.Database = database;
            o.DiscoveryEnabled = air.Announce;
            (o.PlainPort, o.EncryptedPort, o.ProbePort) = (air.PlainPort, air.EncryptedPort, air.ProbePort);
            o.BroadcastAddresses.Add(air.BroadcastAddress);
            foreach (var definition in devices)
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
        var trial = new TrialHost(host, log, router, watch);
        await trial.BeginToWatchAsync(cancellation);
        return trial;
    }

    /// <summary>What the fleet is told of a device and of those behind it.</summary>
    /// <param name="device">The device.</param>
    /// <param name="port">Where it listens.</param>
    /// <param name="change">Changes what is told of the device itself.</param>
    public static IEnumerable<DeviceDefinition> Define(SimulatedDevice device, int port, Func<DeviceDefinition, DeviceDefinition>? change = null)
    {
        ArgumentNullException.ThrowIfNull(device);
        var definition = new DeviceDefinition(new DeviceId(device.Id))
        {
            Name = device.Name,
            Key = device.Key,
            Version = device.Version,
            Address = device.EndPoint.Address,
            Port = port,
        };
        yield return change is null ? definition : change(definition);
        foreach (var sub in device.SubDevices)
            yield return new DeviceDefinition(new DeviceId(sub.Id)) { Name = sub.Name, Gateway = definition.Id, Cid = sub.Cid };
    }

    /// <summary>The actors of the fleet that answer.</summary>
    public Task<int> CountActorsAsync(CancellationToken cancellation) =>
        CensusActor.CountAsync(System, [.. ((string[])["*", "*/*", "*/*/*"]).Select(depth => $"/user/{TuyaFleets.DefaultName}/{depth}")], cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private async Task BeginToWatchAsync(CancellationToken cancellation)
    {
        var subscribed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var watcher = System.ActorOf(Props.Create(() => new WatcherActor(Watch, subscribed)), "watcher");
        Router.Tell(new DeviceQueries.Subscribe(EventFilter.Default), watcher);
        await subscribed.Task.WaitAsync(cancellation);
        Watch.Begin((await Fleet.GetDevicesAsync(cancellation)).Found);
    }
}
