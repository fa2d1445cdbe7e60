using Akka.Actor;
using Akka.Cluster;

namespace TuyaActors.Cluster.Exchange;

/// <summary>The exchange's link to one node that hosts devices.</summary>
internal sealed class NodeLink(UniqueAddress node, string segment, long number, ActorSelection post)
{
    // A node whose post does not answer must not keep others waiting.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private long _asked;
    private DateTimeOffset _askedAt;

    public UniqueAddress Node { get; } = node;

    public string Segment { get; } = segment;

    public LinkIn In { get; } = new(number);

    public ActorSelection Post { get; } = post;

    /// <summary>The version of the interest that counts there.</summary>
    public long Taken { get; private set; }

    /// <summary>This version of the interest was sent there.</summary>
    public void Asked(long version, DateTimeOffset now)
    {
        // What is said again, or is followed by a newer one, is waited for from the first time on.
        if (_asked <= Taken)
            _askedAt = now;
        _asked = Math.Max(_asked, version);
    }

    /// <summary>This version counts there now.</summary>
    public void Took(long version, DateTimeOffset now)
    {
        if (version > Taken)
            (Taken, _askedAt) = (version, now);
    }

    /// <summary>Whether it has been silent for so long that nobody waits for it.</summary>
    public bool IsLate(DateTimeOffset now) => Taken < _asked && (now < _askedAt || now - _askedAt > Patience);
}
