using Akka.Actor;
using Akka.Hosting;
using TuyaActors.Hosting;

namespace TuyaActors.Node.Clustering;

/// <summary>Clusters in a build with the local engine: there are none. Its twin in the folder Real is for the real packages.</summary>
internal static class ClusterEngine
{
    /// <summary>Why this build's nodes cannot be one of several; null: they can.</summary>
    /// <param name="subject">What asks for it.</param>
    public static string? Refusal(string subject) =>
        $"{subject}: this build runs on the local engine, which has neither remoting nor clustering. "
        + "Install the Akka.Cluster.Sharding package (tools/setup fetches Akka.NET's packages where they can be had) and build with AkkaEngine=nuget.";

    /// <summary>Why a segment cannot be called so; null: it can.</summary>
    public static string? SegmentRefusal(string name) => null;

    /// <summary>Why a node that stands alone cannot have this provider; null: the actor system finds out.</summary>
    public static string? ProviderRefusal(string provider) => null;

    /// <summary>Adds the fleet of a node that is one of several.</summary>
    public static AkkaConfigurationBuilder WithNodeOf(this AkkaConfigurationBuilder akka, ClusterSettings cluster, Action<TuyaFleetOptions> configure) => throw None(cluster);

    /// <summary>The node's look at its cluster.</summary>
    public static IClusterView ViewOf(ActorSystem system) => throw new NotSupportedException(Refusal(system.Name));

    /// <summary>Waits until the node is let in.</summary>
    public static Task UpAsync(ActorSystem system, CancellationToken end) => throw new NotSupportedException(Refusal(system.Name));

    private static NotSupportedException None(ClusterSettings cluster) => new(Refusal(cluster.Place));
}
