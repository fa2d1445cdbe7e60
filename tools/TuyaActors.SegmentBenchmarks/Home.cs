using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using Akka.Remote.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TuyaActors.Cluster;
using TuyaActors.Hosting;
using TuyaActors.Messages;
using TuyaActors.Settings;
using TuyaActors.Simulator;

namespace TuyaActors.SegmentBenchmarks;

/// <summary>A cluster in this process: each node a host with an actor system of its own, joined by real remoting on loopback, with Akka's own waits.</summary>
internal sealed class Home : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("tuya-segments-");
    private readonly List<Node> _nodes = [];

    public TuyaSimulator Simulator { get; } = new(new SimulatorOptions { Quiet = true, Announce = false });

    /// <summary>One more node; of no segment: one that only asks.</summary>
    public async Task<Node> AddAsync(string? segment, IReadOnlyCollection<SimulatedDevice> devices)
    {
        var seed = _nodes.FirstOrDefault();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddAkka("home", akka =>
        {
            akka.ConfigureLoggers(loggers => loggers.ClearLoggers());
            akka.AddHocon(
                    $$"""
                    akka.log-dead-letters = off
                    akka.cluster.sharding.distributed-data.durable.keys = []
                    akka.persistence.journal {
                      plugin = "akka.persistence.journal.sqlite"
                      sqlite { class = "Akka.Persistence.Sqlite.Journal.SqliteJournal, Akka.Persistence.Sqlite", connection-string = "{{Database}}", auto-initialize = on }
                    }
                    akka.persistence.snapshot-store {
                      plugin = "akka.persistence.snapshot-store.sqlite"
                      sqlite { class = "Akka.Persistence.Sqlite.Snapshot.SqliteSnapshotStore, Akka.Persistence.Sqlite", connection-string = "{{Database}}", auto-initialize = on }
                    }
                    """,
                    HoconAddMode.Prepend)
                .WithRemoting("127.0.0.1", 0)
                .WithClustering(new ClusterOptions { Roles = segment is null ? [] : [TuyaSegments.RoleOf(segment)], SeedNodes = seed is null ? [] : [seed.Address] });
            if (segment is null)
                akka.WithTuyaClient(options => options.DiscoveryEnabled = false);
            else
                akka.WithTuyaSegment(segment, options => Configure(options, devices));
        });
        builder.Services.AddTuyaFleetClient();
        var host = builder.Build();
        await host.StartAsync();
        var node = new Node(host);
        _nodes.Add(node);
        await node.UpAsync(joinsItself: seed is null);
        return node;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes.AsEnumerable().Reverse())
            await node.LeaveAsync();
        await Simulator.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private string Database => $"Data Source={Path.Combine(_folder.FullName, "home")}.db;Pooling=False";

    private void Configure(TuyaFleetOptions options, IEnumerable<SimulatedDevice> devices)
    {
        options.DiscoveryEnabled = false;
        options.Persistence = PersistenceMode.System;
        options.Hocon = $"tuya {{ persistence.key-file = \"{Path.Combine(_folder.FullName, "home")}.key\", max-sets-per-second = 0, reconnect.start-jitter = 0s }}";
        foreach (var device in devices)
        {
            options.Devices.Add(new DeviceDefinition(new DeviceId(device.Id))
            {
                Key = device.Key,
                Version = device.Version,
                Address = device.EndPoint.Address,
                Port = device.EndPoint.Port,
            });
        }
    }
}

/// <summary>One node.</summary>
internal sealed class Node(IHost host)
{
    private readonly ActorSystem _system = host.Services.GetRequiredService<ActorSystem>();
    private bool _isGone;

    public ITuyaFleet Fleet => host.Services.GetRequiredService<ITuyaFleet>();

    public string Address => Akka.Cluster.Cluster.Get(_system).SelfAddress.ToString();

    public async Task UpAsync(bool joinsItself)
    {
        var cluster = Akka.Cluster.Cluster.Get(_system);
        if (joinsItself)
            await cluster.JoinAsync(cluster.SelfAddress);
        var up = new TaskCompletionSource();
        cluster.RegisterOnMemberUp(up.SetResult);
        await up.Task;
    }

    /// <summary>Waits until so many devices are online, as this node has it.</summary>
    public async Task OnlineAsync(int devices)
    {
        await using var events = Fleet.Events(new EventFilter([], EventKinds.States | EventKinds.Snapshots)).GetAsyncEnumerator();
        while ((await Fleet.GetHealthAsync()).Online < devices)
        {
            // Many at a time: to look costs something, too.
            for (var n = 0; n < Math.Max(1, devices / 50) && (await Fleet.GetHealthAsync()).Online < devices; n++)
                await events.MoveNextAsync();
        }
    }

    /// <summary>How many devices it hosts, as it has it.</summary>
    public async Task<int> HostedAsync() =>
        (await Fleet.GetHealthAsync()).Segments.SelectMany(segment => segment.Nodes).Where(node => node.Address == Address).Sum(node => node.Devices);

    /// <summary>Hands over what it has, and goes.</summary>
    public async Task LeaveAsync()
    {
        if (_isGone)
            return;
        _isGone = true;
        await host.StopAsync();
        host.Dispose();
    }

    /// <summary>Dies without a word.</summary>
    public async Task DieAsync()
    {
        _isGone = true;
        ((ExtendedActorSystem)_system).Abort();
        await _system.WhenTerminated;
    }
}
