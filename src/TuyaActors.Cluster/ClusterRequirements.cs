using Akka.Actor;
using Akka.Cluster;

namespace TuyaActors.Cluster;

/// <summary>What must be so before a node of a fleet starts. A device takes one client, so two halves of a cluster that both go on are worse than none.</summary>
internal static class ClusterRequirements
{
    private const string Provider = "akka.cluster.downing-provider-class";

    private const string FrameSize = "akka.remote.dot-netty.tcp.maximum-frame-size";

    // The largest messages have some hundred kilobytes.
    private const long LeastFrame = 1_000_000;

    /// <exception cref="InvalidOperationException">It is no member of a cluster.</exception>
    public static void CheckProvider(ExtendedActorSystem system)
    {
        if (system.Provider is not IClusterActorRefProvider)
            throw new InvalidOperationException("this actor system is no member of a cluster: call WithClustering (Akka.Cluster.Hosting), or set akka.actor.provider = cluster");
    }

    /// <exception cref="InvalidOperationException">Something is missing; the message says what to do.</exception>
    public static void Check(ExtendedActorSystem system, string? segment)
    {
        CheckProvider(system);
        var downing = system.Settings.Config.GetString(Provider, "");
        // Akka itself refuses one without a strategy.
        if (!downing.Contains("SplitBrainResolver", StringComparison.Ordinal))
        {
            throw new InvalidOperationException(
                $"there is no split-brain resolver ({Provider} = '{downing}'): without one a cut in the network leaves each device to two nodes. Leave Akka's default, or set it to "
                + "'Akka.Cluster.SBR.SplitBrainResolverProvider, Akka.Cluster', with an active-strategy");
        }

        var frame = system.Settings.Config.GetByteSize(FrameSize, null) ?? long.MaxValue;
        if (frame < LeastFrame)
            throw new InvalidOperationException($"{FrameSize} is {frame} bytes, and Akka drops every message that is larger: leave it out, or set it to {LeastFrame} or more");

        var roles = Akka.Cluster.Cluster.Get(system).SelfRoles.Where(role => role.StartsWith(TuyaSegments.RolePrefix, StringComparison.Ordinal)).ToList();
        string[] wanted = segment is null ? [] : [TuyaSegments.RoleOf(segment)];
        if (!roles.SequenceEqual(wanted))
        {
            throw new InvalidOperationException(segment is null
                ? $"this node has the role {string.Join(", ", roles)}, so it must host that segment's devices: call WithTuyaSegment, or take the role away"
                : $"this node has {(roles.Count == 0 ? "no segment's role" : $"the role {string.Join(", ", roles)}")}, and its segment is '{segment}': give it the role {wanted[0]} and no other segment's (ClusterOptions.Roles, or akka.cluster.roles)");
        }
    }
}
