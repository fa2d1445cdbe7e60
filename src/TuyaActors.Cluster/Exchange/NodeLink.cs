using Akka.Actor;
using Akka.Cluster;

namespace TuyaActors.Cluster.Exchange;

/// <summary>The exchange's link to one node that hosts devices.</summary>
internal sealed class NodeLink(UniqueAddress node, string segment, long number, ActorSelection post, DateTimeOffset since)
{
    // A node whose post does not answer must not keep others waiting.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public UniqueAddress Node { get; } = node;

    public string Segment { get; } = segment;

    public LinkIn In { get; } = new(number);

    public ActorSelection Post { get; } = post;

    /// <summary>The interest that counts there.</summary>
    public long Taken { get; set; }

    /// <summary>Whether it has been silent for so long that nobody waits for it.</summary>
    public bool IsLate(DateTimeOffset now) => Taken == 0 && now - since > Patience;
}
