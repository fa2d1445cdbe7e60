using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.DistributedData;
using Akka.Event;
using TuyaActors.Cluster.Wire;

namespace TuyaActors.Cluster.Directory;

/// <summary>Follows the replicated directory and tells its parent what changes in it.</summary>
internal sealed class DirectoryReplicaActor : UntypedActor, IWithTimers
{
    /// <summary>What the directory says of some devices from now on.</summary>
    public sealed record Records(ImmutableArray<DirectoryRecord> Changed);

    /// <summary>All that the other nodes know is known here now, and what the segments have whose nodes are there; or it is waited for no longer.</summary>
    public sealed record Synced;

    private sealed record Begin;

    private sealed record Enough;

    // A cluster that forms takes some seconds; whoever asks a node that finds nobody shall hear so before he gives up after ten.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ReadPatience = TimeSpan.FromSeconds(3);

    private readonly ClusterPlace _place;
    private readonly IActorRef _replicator = DistributedData.Get(Context.System).Replicator;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<string, (string Segment, Dictionary<string, string> Texts)> _parts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _segments = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unread = new(StringComparer.Ordinal);
    private bool _areSegmentsRead;
    private bool _isSynced;

    /// <summary>By way of <see cref="Props"/>.</summary>
    public DirectoryReplicaActor(ClusterPlace place) => _place = place;

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How to make one.</summary>
    public static Props Props(ClusterPlace place) => Akka.Actor.Props.Create(() => new DirectoryReplicaActor(place));

    protected override void PreStart()
    {
        var self = Self;
        _replicator.Tell(Dsl.Subscribe(DirectoryWriterActor.SegmentsKey(_place), Self));
        Akka.Cluster.Cluster.Get(Context.System).RegisterOnMemberUp(() => self.Tell(new Begin()));
        Timers.StartSingleTimer(nameof(Enough), new Enough(), Patience);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Begin:
                _replicator.Tell(Dsl.GetReplicaCount);
                break;
            // It hears of the members by itself, and asks those that it knows.
            case ReplicaCount known when known.N < Members.Count():
                Timers.StartSingleTimer(nameof(Begin), new Begin(), Look);
                break;
            case ReplicaCount:
                _replicator.Tell(Dsl.Get(DirectoryWriterActor.SegmentsKey(_place), new ReadAll(ReadPatience)));
                break;
            case Changed changed when changed.Key.Equals(DirectoryWriterActor.SegmentsKey(_place)):
                Follow(changed.Get(DirectoryWriterActor.SegmentsKey(_place)));
                break;
            case Changed { Data: LWWDictionary<string, string> part } changed:
                Take(changed.Key.Id, part);
                break;
            case IGetResponse response when response.Key.Equals(DirectoryWriterActor.SegmentsKey(_place)):
                _areSegmentsRead = true;
                if (response.IsSuccessful)
                    Follow(response.Get(DirectoryWriterActor.SegmentsKey(_place)));
                break;
            case IGetResponse response:
                _unread.Remove(response.Key.Id);
                if (response.IsSuccessful)
                    Take(response.Key.Id, response.Get(new LWWDictionaryKey<string, string>(response.Key.Id)));
                break;
            case Enough:
                if (!_isSynced)
                    _log.Warning("The directory of the fleet is not known yet; devices of other segments appear as soon as their nodes are found");
                Sync();
                break;
            default:
                Unhandled(message);
                break;
        }

        // A segment's head enters it last, when all else of it is there.
        if (_areSegmentsRead && _unread.Count == 0 && Members.Select(TuyaSegments.Of).OfType<string>().All(_segments.Contains))
            Sync();
    }

    private static IEnumerable<Member> Members => Akka.Cluster.Cluster.Get(Context.System).State.Members.Where(member => member.Status == MemberStatus.Up);

    private void Sync()
    {
        if (_isSynced)
            return;
        _isSynced = true;
        Timers.Cancel(nameof(Enough));
        Context.Parent.Tell(new Synced());
    }

    private void Follow(ORSet<string> segments)
    {
        foreach (var segment in segments.Elements.Where(segment => _segments.Add(segment)).Order(StringComparer.Ordinal).ToList())
        {
            for (var bucket = 0; bucket < DirectoryText.Buckets; bucket++)
            {
                var key = new LWWDictionaryKey<string, string>(_place.DirectoryKey(segment, bucket));
                _parts[key.Id] = (segment, new Dictionary<string, string>(StringComparer.Ordinal));
                _unread.Add(key.Id);
                _replicator.Tell(Dsl.Subscribe(key, Self));
                // A head writes where it is, and a majority may be of nodes that have come just now.
                _replicator.Tell(Dsl.Get(key, new ReadAll(ReadPatience)));
            }
        }
    }

    private void Take(string key, LWWDictionary<string, string> part)
    {
        if (!_parts.TryGetValue(key, out var known))
            return;
        var changed = ImmutableArray.CreateBuilder<DirectoryRecord>();
        foreach (var (id, text) in part)
        {
            if (known.Texts.TryGetValue(id, out var former) && former == text)
                continue;
            known.Texts[id] = text;
            if (DirectoryText.Read(text) is { } record)
                changed.Add(record);
        }

        foreach (var id in known.Texts.Keys.Where(id => !part.ContainsKey(id)).ToList())
        {
            known.Texts.Remove(id, out var former);
            if (DirectoryText.Read(former!) is { } record)
                changed.Add(record with { Stored = null });
        }

        if (changed.Count > 0)
            Context.Parent.Tell(new Records(changed.ToImmutable()));
    }
}
