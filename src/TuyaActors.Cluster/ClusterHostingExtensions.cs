using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Cluster.Tools.Singleton;
using Akka.Configuration;
using Akka.Hosting;
using TuyaActors.Cluster.Front;
using TuyaActors.Cluster.Segment;
using TuyaActors.Cluster.Wire;
using TuyaActors.Fleet;
using TuyaActors.Hosting;
using TuyaActors.Settings;
using TuyaActors.Storage;

namespace TuyaActors.Cluster;

/// <summary>Puts a node of a fleet over several LAN segments into an actor system that is a member of a cluster.</summary>
/// <remarks>
/// <para>
/// On every node <c>ITuyaFleet</c>, the registry keys <see cref="TuyaFleet"/>, <see cref="TuyaRouter"/> and <see cref="TuyaDiscovery"/>, messages and events are those of a fleet of one
/// segment. The system needs Akka.Cluster with a split-brain resolver, and on a segment's nodes the role <see cref="TuyaSegments.RoleOf"/>.
/// </para>
/// <para>Deadlines are points in time, so the clocks of the nodes are to agree within a fraction of a second, as NTP does it.</para>
/// </remarks>
public static class ClusterHostingExtensions
{
    private static readonly ConditionalWeakTable<AkkaConfigurationBuilder, HashSet<string>> Planned = [];

    /// <summary>
    /// A node of a LAN segment: hosts its devices, together with the segment's other nodes, each device on one of them; one of them listens to the LAN. Several nodes need one journal
    /// (<c>tuya.persistence.mode = system</c>) and the same master key.
    /// </summary>
    /// <param name="builder">The system's.</param>
    /// <param name="segment">Its name: letters, digits, '-' and '_'.</param>
    /// <param name="configure">The fleet's options; the same on all nodes of the segment.</param>
    /// <exception cref="ArgumentException">The name is none.</exception>
    public static AkkaConfigurationBuilder WithTuyaSegment(this AkkaConfigurationBuilder builder, string segment, Action<TuyaFleetOptions>? configure = null) =>
        Plan(builder, TuyaFleets.DefaultName, TuyaSegments.Checked(segment), configure);

    /// <summary>A node without a segment: reaches all devices of the fleet, and hosts none.</summary>
    public static AkkaConfigurationBuilder WithTuyaClient(this AkkaConfigurationBuilder builder, Action<TuyaFleetOptions>? configure = null) =>
        Plan(builder, TuyaFleets.DefaultName, null, configure);

    private static AkkaConfigurationBuilder Plan(AkkaConfigurationBuilder builder, string name, string? segment, Action<TuyaFleetOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (!Planned.GetOrCreateValue(builder).Add(name))
            throw new InvalidOperationException("a node is of one segment, or of none: WithTuyaSegment or WithTuyaClient is to be called once");
        return builder
            .AddHocon(PersistenceHocon.Serialization, HoconAddMode.Append)
            .AddHocon(ClusterHocon.Serialization, HoconAddMode.Append)
            .AddHocon(ClusterHocon.Defaults, HoconAddMode.Append)
            .WithActors(async (system, registry) => await StartAsync((ExtendedActorSystem)system, registry, name, segment, configure).ConfigureAwait(false));
    }

    private static async Task StartAsync(ExtendedActorSystem system, IActorRegistry registry, string name, string? segment, Action<TuyaFleetOptions>? configure)
    {
        ClusterRequirements.Check(system, segment);
        var options = new TuyaFleetOptions();
        // A node without devices has nothing to keep.
        if (segment is null)
            options.Persistence = PersistenceMode.Memory;
        configure?.Invoke(options);
        var spec = options.Spec(system, name, segment);
        var place = new ClusterPlace(name, segment, spec.Settings);
        var fleet = system.ActorOf(ClusterFleetActor.Props(place, spec), name);
        if (segment is not null)
            await HostDevicesAsync(system, place, spec, fleet).ConfigureAwait(false);
        var doors = await fleet.Ask<FleetMessages.Doors>(new FleetMessages.GetDoors(), TimeSpan.FromSeconds(60)).ConfigureAwait(false);
        registry.Register<TuyaFleet>(fleet);
        registry.Register<TuyaRouter>(doors.Router);
        registry.Register<TuyaDiscovery>(doors.Discovery);
        TuyaFleets.For(system).Add(new TuyaFleetActors(name, fleet, doors.Router, doors.Discovery) { Storage = spec.Storage });
    }

    private static async Task HostDevicesAsync(ExtendedActorSystem system, ClusterPlace place, FleetSpec spec, IActorRef fleet)
    {
        var role = TuyaSegments.RoleOf(place.Segment!);
        var node = await fleet.Ask<SegmentNode>(new ClusterFleetActor.GetSegmentNode(), TimeSpan.FromSeconds(60)).ConfigureAwait(false);
        var sharding = ClusterSharding.Get(system);
        var region = await sharding.StartAsync(
            place.RegionName(place.Segment!),
            entity => DeviceHostActor.Props(node, entity),
            ShardingSettings(system, spec.Storage).WithRole(role),
            new HostExtractor(),
            sharding.DefaultShardAllocationStrategy(ShardingSettings(system, spec.Storage)),
            DeviceHostActor.HandOver.Instance).ConfigureAwait(false);
        system.ActorOf(
            ClusterSingletonManager.Props(
                SegmentHeadActor.Props(node, region),
                PoisonPill.Instance,
                ClusterSingletonManagerSettings.Create(system).WithRole(role).WithSingletonName(ClusterPlace.HeadName)),
            place.HeadManagerName);
        fleet.Tell(new ClusterFleetActor.SegmentStarted(region));
    }

    // The hosts of a segment start again by themselves wherever their shard goes; which there are is kept where the fleet keeps all else.
    private static ClusterShardingSettings ShardingSettings(ActorSystem system, FleetStorage storage)
    {
        var sharding = ConfigurationFactory.ParseString(
                $$"""
                state-store-mode = ddata
                remember-entities = on
                remember-entities-store = eventsourced
                journal-plugin-id = "{{storage.JournalPluginId}}"
                snapshot-plugin-id = "{{storage.SnapshotPluginId}}"
                # A shard whose store does not answer in time stops all its hosts; Akka's 2 s are little for a disk at which a thousand devices recover.
                waiting-for-state-timeout = 5s
                """)
            .WithFallback(system.Settings.Config.GetConfig("akka.cluster.sharding"));
        return ClusterShardingSettings.Create(sharding, system.Settings.Config.GetConfig(sharding.GetString("coordinator-singleton")));
    }
}
