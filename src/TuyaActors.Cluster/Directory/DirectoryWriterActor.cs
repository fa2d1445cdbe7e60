using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.DistributedData;
using TuyaActors.Cluster.Wire;
using TuyaActors.Messages;

namespace TuyaActors.Cluster.Directory;

/// <summary>
/// Writes what the head of a segment says into the replicated directory. Distributed data rather than a registry to ask: every node, also one that comes while the segment is
/// down, knows then where a device belongs, and answers without a question to others. Only the segment's head writes, so nothing is ever merged.
/// </summary>
internal sealed class DirectoryWriterActor : UntypedActor, IWithTimers
{
    /// <summary>All devices of the segment, as they are stored: what the directory has besides is out of date, and told to the parent by <see cref="OutOfDate"/>.</summary>
    public sealed record WriteAll(ImmutableArray<DirectoryRecord> Records);

    /// <summary>Some of them have changed.</summary>
    public sealed record Write(ImmutableArray<DirectoryRecord> Records);

    /// <summary>The directory had these, which the segment does not have any more.</summary>
    public sealed record OutOfDate(ImmutableArray<DeviceId> Devices);

    private sealed record GoOnDue;

    private const int MostAtOnce = 200_000;

    // Twice as long as changes are collected before they are told (akka.cluster.distributed-data.delta-crdt, and a gossip is no sooner).
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly ClusterPlace _place;
    private readonly string _segment;
    private readonly IActorRef _replicator = DistributedData.Get(Context.System).Replicator;
    private readonly UniqueAddress _self = Akka.Cluster.Cluster.Get(Context.System).SelfUniqueAddress;
    private readonly Dictionary<DeviceId, DirectoryRecord> _all = [];
    private readonly Queue<int> _buckets = [];
    private int _written;

    /// <summary>By way of <see cref="Props"/>.</summary>
    public DirectoryWriterActor(ClusterPlace place) => (_place, _segment) = (place, place.Segment!);

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How to make one.</summary>
    public static Props Props(ClusterPlace place) => Akka.Actor.Props.Create(() => new DirectoryWriterActor(place));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case WriteAll all:
                _all.Clear();
                Note(all.Records);
                _buckets.Clear();
                for (var bucket = 0; bucket < DirectoryText.Buckets; bucket++)
                    _buckets.Enqueue(bucket);
                GoOn();
                break;
            case GoOnDue:
                _written = 0;
                GoOn();
                break;
            case IGetResponse { Request: int bucket } response:
                Replace(bucket, response);
                break;
            case Write write:
                Note(write.Records);
                foreach (var part in write.Records.GroupBy(record => DirectoryText.BucketOf(record.DeviceId.Value)))
                    Update(part.Key, part);
                break;
            case IUpdateResponse:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Note(ImmutableArray<DirectoryRecord> records)
    {
        foreach (var record in records)
        {
            if (record.Stored is null)
                _all.Remove(record.DeviceId);
            else
                _all[record.DeviceId] = record;
        }
    }

    // What is written goes out in one message for all parts that have changed in a moment, and a message has an end.
    private void GoOn()
    {
        if (_written > MostAtOnce)
            Timers.StartSingleTimer(nameof(GoOnDue), new GoOnDue(), Pause);
        else if (_buckets.TryDequeue(out var bucket))
            _replicator.Tell(Dsl.Get(Key(bucket), ReadLocal.Instance, bucket));
        else
            _replicator.Tell(Dsl.Update(SegmentsKey(_place), ORSet<string>.Empty, WriteLocal.Instance, segments => segments.Contains(_segment) ? segments : segments.Add(_self, _segment)));
    }

    private void Replace(int bucket, IGetResponse response)
    {
        var wanted = _all.Values.Where(record => DirectoryText.BucketOf(record.DeviceId.Value) == bucket).ToList();
        var ids = wanted.Select(record => record.DeviceId.Value).ToHashSet(StringComparer.Ordinal);
        var outOfDate = response.IsSuccessful ? response.Get(Key(bucket)).Keys.Where(id => !ids.Contains(id)).ToList() : [];
        Update(bucket, wanted, outOfDate);
        // Those that have moved were let go of then.
        var lost = outOfDate.Where(id => DirectoryText.Read(response.Get(Key(bucket))[id])?.MovedTo is null).ToList();
        if (lost.Count > 0)
            Context.Parent.Tell(new OutOfDate([.. lost.Select(id => new DeviceId(id))]));
        GoOn();
    }

    private void Update(int bucket, IEnumerable<DirectoryRecord> records, IReadOnlyCollection<string>? besides = null)
    {
        var changes = records.Select(record => (Id: record.DeviceId.Value, Text: record is { Stored: null, MovedTo: null } ? null : DirectoryText.Write(record))).ToList();
        if (changes.Count == 0 && besides is null or { Count: 0 })
            return;
        _written += changes.Sum(change => change.Text?.Length ?? 0);
        var self = _self;
        _replicator.Tell(Dsl.Update(Key(bucket), LWWDictionary<string, string>.Empty, WriteLocal.Instance, known =>
        {
            foreach (var id in besides ?? [])
                known = known.Remove(self, id);
            foreach (var (id, text) in changes)
            {
                if (text is null)
                    known = known.ContainsKey(id) ? known.Remove(self, id) : known;
                else if (!known.TryGetValue(id, out var former) || former != text)
                    known = known.SetItem(self, id, text);
            }

            return known;
        }));
    }

    private LWWDictionaryKey<string, string> Key(int bucket) => new(_place.DirectoryKey(_segment, bucket));

    /// <summary>The key of the set of segments.</summary>
    public static ORSetKey<string> SegmentsKey(ClusterPlace place) => new(place.SegmentsKey);
}
