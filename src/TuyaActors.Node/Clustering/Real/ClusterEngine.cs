using Akka.Actor;
using Akka.Hosting;
using TuyaActors.Cluster;
using TuyaActors.Cluster.Islands;
using TuyaActors.Hosting;

namespace TuyaActors.Node.Clustering;

/// <summary>Clusters in a build with the real packages. Its twin in the folder Local is for the local engine, which has none.</summary>
internal static class ClusterEngine
{
    /// <summary>Why this build's nodes cannot be one of several; null: they can.</summary>
    /// <param name="subject">What asks for it.</param>
    public static string? Refusal(string subject) => null;

    /// <summary>Why a segment cannot be called so; null: it can.</summary>
    public static string? SegmentRefusal(string name)
    {
        try
        {
            TuyaSegments.RoleOf(name);
            return null;
        }
        catch (ArgumentException wrong)
        {
            // Without the name of the parameter, which stands behind it.
            return wrong.Message.Split(" (Parameter", 2)[0];
        }
    }

    /// <summary>Why a node that stands alone cannot have this provider; null: it can.</summary>
    public static string? ProviderRefusal(string provider) => provider is "local" || provider.Contains("LocalActorRefProvider", StringComparison.Ordinal)
        ? null
        : $"akka.actor.provider is '{provider}', and this node stands alone; what makes it one of several is --segment NAME, or --client, which set the provider too.";

    // Three times it must be so: an island ends after ten seconds, when the network is whole again; after a long cut, a little later.
    private static readonly TimeSpan IslandsEach = TimeSpan.FromSeconds(3);

    /// <summary>Adds the fleet of a node that is one of several.</summary>
    public static AkkaConfigurationBuilder WithNodeOf(this AkkaConfigurationBuilder akka, ClusterSettings cluster, Action<TuyaFleetOptions> configure)
    {
        akka.WithActors((system, _) =>
        {
            system.ActorOf(MembershipActor.Props(), "membership");
            var own = Akka.Cluster.Cluster.Get(system);
            // Also where there are no seeds: it answers those whose seed this node is.
            system.ActorOf(IslandWatchActor.Props([.. own.Settings.SeedNodes], IslandsEach), IslandWatchActor.Name);
            if (own.Settings.SeedNodes.IsEmpty)
            {
                own.Join(own.SelfAddress);
            }
        });
        akka.AddHocon($"akka.stdout-logger-class = \"{typeof(NoStandardOutput).AssemblyQualifiedName}\"", HoconAddMode.Prepend);
        return cluster.Segment is { } segment ? akka.WithTuyaSegment(segment, configure) : akka.WithTuyaClient(configure);
    }

    /// <summary>The node's look at its cluster.</summary>
    public static IClusterView ViewOf(ActorSystem system) => new ClusterView(system);

    /// <summary>Waits until the node is let in.</summary>
    public static async Task UpAsync(ActorSystem system, CancellationToken end)
    {
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Akka.Cluster.Cluster.Get(system).RegisterOnMemberUp(() => up.TrySetResult());
        await up.Task.WaitAsync(end);
    }

    private sealed class ClusterView(ActorSystem system) : IClusterView
    {
        public ClusterFacts Look()
        {
            var status = system.GetTuyaClusterStatus();
            return new ClusterFacts(status.Address, status.Leader, status.IsUp, [.. status.Members.Select(Facts)]);
        }

        private static ClusterMemberFacts Facts(TuyaClusterMember member) =>
            new(member.Address, member.Segment, member.Roles, member.Status, member.IsReachable, member.IsSegmentHead);
    }
}
