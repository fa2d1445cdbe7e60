using System.Collections.Immutable;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using Akka.Remote.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TuyaActors.Hosting;
using TuyaActors.Messages;
using TuyaActors.Settings;
using TuyaActors.Simulator;

namespace TuyaActors.Cluster.Tests;

/// <summary>
/// A cluster in one process: each node a host with an actor system of its own, joined by real remoting on loopback. The nodes of a segment share a
/// journal in a file.
/// </summary>
internal sealed class ClusterUnderTest : IAsyncDisposable
{
    // Short waits: nobody here is far away. A node counts as lost after a second or two, and is removed a second later.
    private const string ShortWaits =
        """
        akka {
          loglevel = DEBUG
          log-dead-letters = off
          cluster {
            gossip-interval = 200ms
            leader-actions-interval = 200ms
            unreachable-nodes-reaper-interval = 200ms
            seed-node-timeout = 2s
            retry-unsuccessful-join-after = 1s
            failure-detector { heartbeat-interval = 200ms, acceptable-heartbeat-pause = 2s, expected-response-after = 200ms }
            split-brain-resolver { active-strategy = keep-oldest, keep-oldest.down-if-alone = off, stable-after = 1s }
            singleton { hand-over-retry-interval = 200ms, min-number-of-hand-over-retries = 5 }
            singleton-proxy.singleton-identification-interval = 200ms
            distributed-data { gossip-interval = 200ms, notify-subscribers-interval = 100ms }
            sharding {
              retry-interval = 200ms
              rebalance-interval = 500ms
              waiting-for-state-timeout = 1s
              coordinator-failure-backoff = 500ms
              shard-failure-backoff = 500ms
              entity-restart-backoff = 500ms
              distributed-data { gossip-interval = 200ms, notify-subscribers-interval = 100ms, durable.keys = [] }
              least-shard-allocation-strategy.rebalance-absolute-limit = 60
              least-shard-allocation-strategy.rebalance-relative-limit = 1.0
            }
          }
          remote { retry-gate-closed-for = 500ms }
        }
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("tuya-cluster-");
    private readonly List<ClusterNode> _nodes = [];
    private readonly CancellationTokenSource _patience = new(Patience);

    public TuyaSimulator Simulator { get; } = new(new SimulatorOptions { Quiet = true, Announce = false });

    public CancellationToken Cancellation => _patience.Token;

    public IReadOnlyList<ClusterNode> Nodes => _nodes;

    /// <summary>Where the nodes that are added from now on keep their devices.</summary>
    public PersistenceMode Persistence { get; set; } = PersistenceMode.System;

    /// <summary>Devices that are there before any node is.</summary>
    public static async Task<ClusterUnderTest> StartAsync(params SimulatedDeviceOptions[] devices)
    {
        var cluster = new ClusterUnderTest();
        cluster.Simulator.AddRange(devices.Select(device => device with { Port = 0 }));
        await cluster.Simulator.StartAsync();
        return cluster;
    }

    /// <summary>One more node of a segment, with the devices that the segment is given.</summary>
    public Task<ClusterNode> AddNodeAsync(string segment, params IEnumerable<SimulatedDevice> devices) => AddAsync(segment, devices.Select(Define), null);

    /// <summary>One more node of a segment, which listens to it.</summary>
    public Task<ClusterNode> AddNodeAsync(string segment, LanSegment lan, params IEnumerable<DeviceDefinition> devices) => AddAsync(segment, devices, lan);

    /// <summary>One more node without a segment.</summary>
    public Task<ClusterNode> AddClientAsync() => AddAsync(null, [], null);

    /// <summary>Waits until a node hosts so many devices, as it tells itself; looks again at each change of state.</summary>
    public async Task UntilHosted(ClusterNode node, int atLeast)
    {
        await using var events = node.Fleet.Events(new EventFilter([], EventKinds.States | EventKinds.Snapshots), Cancellation).GetAsyncEnumerator(Cancellation);
        while (true)
        {
            var health = await node.Fleet.GetHealthAsync(Cancellation);
            var hosted = health.Segments.SelectMany(segment => segment.Nodes).FirstOrDefault(each => each.Address == node.Address.ToString())?.Devices;
            if (hosted >= atLeast)
                return;
            Assert.True(await events.MoveNextAsync(), $"the fleet ended; {node.Address} had {hosted}");
        }
    }

    /// <summary>What a fleet is told of a simulated device.</summary>
    public static DeviceDefinition Define(SimulatedDevice device) => new(new DeviceId(device.Id))
    {
        Name = device.Name,
        Key = device.Key,
        Version = device.Version,
        Address = device.EndPoint.Address,
        Port = device.EndPoint.Port,
    };

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_nodes.AsEnumerable().Reverse().Select(node => node.DisposeAsync().AsTask()));
        await Simulator.DisposeAsync();
        _patience.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<ClusterNode> AddAsync(string? segment, IEnumerable<DeviceDefinition> devices, LanSegment? lan)
    {
        var log = new LogLines();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Debug);
        var seed = _nodes.FirstOrDefault(node => !node.IsGone);
        var definitions = devices.ToImmutableArray();
        builder.Services.AddAkka("home", akka =>
        {
            akka.ConfigureLoggers(loggers =>
            {
                loggers.ClearLoggers();
                loggers.AddLoggerFactory();
            });
            akka.AddHocon(ShortWaits + Journal(segment), HoconAddMode.Prepend)
                .WithRemoting("127.0.0.1", 0)
                .WithClustering(new ClusterOptions { Roles = segment is null ? [] : [TuyaSegments.RoleOf(segment)], SeedNodes = seed is null ? [] : [seed.Address.ToString()] });
            if (segment is null)
                akka.WithTuyaClient(Quiet);
            else
                akka.WithTuyaSegment(segment, options => Configure(options, segment, definitions, lan));
        });
        builder.Services.AddTuyaFleetClient();
        var host = builder.Build();
        await host.StartAsync(Cancellation);
        var node = new ClusterNode(host, segment, log, Cancellation);
        if (seed is null)
            await node.Cluster.JoinAsync(node.Address, Cancellation);
        _nodes.Add(node);
        await node.UpAsync();
        return node;
    }

    private string Journal(string? segment) => segment is null ? "" : string.Join('\n', new[] { "journal", "snapshot-store" }.Select(kind =>
        $$"""
        akka.persistence.{{kind}} {
          plugin = "akka.persistence.{{kind}}.sqlite"
          sqlite {
            class = "{{(kind == "journal" ? "Akka.Persistence.Sqlite.Journal.SqliteJournal" : "Akka.Persistence.Sqlite.Snapshot.SqliteSnapshotStore")}}, Akka.Persistence.Sqlite"
            plugin-dispatcher = "akka.actor.default-dispatcher"
            connection-string = "Data Source={{Path.Combine(_folder.FullName, segment)}}.db;Pooling=False"
            connection-timeout = 30s
            auto-initialize = on
            {{(kind == "journal" ? "table-name = event_journal, metadata-table-name = journal_metadata, timestamp-provider = \"Akka.Persistence.Sql.Common.Journal.DefaultTimestampProvider, Akka.Persistence.Sql.Common\"" : "table-name = snapshot")}}
          }
        }
        """)).Insert(0, "\n");

    private void Configure(TuyaFleetOptions options, string segment, ImmutableArray<DeviceDefinition> definitions, LanSegment? lan)
    {
        Quiet(options);
        lan?.Tune(options);
        options.Persistence = Persistence;
        options.Hocon += $"\ntuya.persistence.key-file = \"{Path.Combine(_folder.FullName, segment)}.key\"";
        foreach (var definition in definitions)
            options.Devices.Add(definition);
    }

    private static void Quiet(TuyaFleetOptions options)
    {
        options.DiscoveryEnabled = false;
        options.Hocon =
            """
            tuya {
              command-timeout = 10s
              confirm-after = 300ms
              connection { greeting-timeout = 2s, listen-first = 100ms, heartbeat-interval = 500ms, heartbeat-timeout = 1s }
              reconnect { first = 100ms, max = 500ms, start-jitter = 0s }
            }
            """;
    }
}
