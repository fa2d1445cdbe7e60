using System.Collections.Immutable;
using Akka.Actor;
using TuyaActors.Cluster.Wire;
using TuyaActors.Discovery;
using TuyaActors.Messages;

namespace TuyaActors.Cluster.Exchange;

// Questions to the heads of all segments, and changes to the definitions of one.
internal sealed partial class ExchangeActor
{
    /// <summary>From the fleet's front: a change for a segment's head. Its effects go to the front, then the <see cref="FleetReply"/> to who waits.</summary>
    public sealed record Change(string Segment, object Command, IActorRef ReplyTo);

    private bool Gather(object message)
    {
        switch (message)
        {
            case Change change:
                Begin(change);
                return true;
            case DiscoveryMessages.CompleteHealth complete:
                Complete(complete);
                return true;
            case DeviceQueries.GetSightings:
                GetSightings(Sender);
                return true;
            case DiscoveryMessages.ProbeNow:
                foreach (var head in Heads)
                    head.Tell(new HeadMessages.Probe());
                return true;
            default:
                return false;
        }
    }

    private ImmutableArray<IActorRef> Heads => [.. _segments.Values.Where(segment => segment.IsAvailable).Select(segment => segment.Head)];

    private void Begin(Change change)
    {
        var segment = SegmentOf(change.Segment);
        if (segment.IsAvailable)
            Context.ActorOf(ChangeActor.Props(change, segment.Head, Context.Parent));
        else
            change.ReplyTo.Tell(ChangeActor.NotStored(change, $"no node of the segment '{segment.Name}' can be reached"));
    }

    private void Complete(DiscoveryMessages.CompleteHealth complete)
    {
        var counted = complete.Health.Segments.ToDictionary(segment => segment.Name, StringComparer.Ordinal);
        var names = _segments.Keys.Union(counted.Keys).Order(StringComparer.Ordinal);
        ImmutableArray<SegmentHealth> segments =
        [
            .. names.Select(name =>
            {
                var segment = SegmentOf(name);
                var count = counted.GetValueOrDefault(name) ?? new SegmentHealth(name, false, 0, 0, []);
                return count with
                {
                    IsAvailable = segment.IsAvailable,
                    Nodes =
                    [
                        .. segment.Nodes.Select(node => new SegmentNodeHealth(node.Key.Address.ToString(), node.Value, _hosts.Of(node.Key).Count))
                            .OrderBy(node => node.Address, StringComparer.Ordinal),
                    ],
                };
            }),
        ];
        var health = complete.Health with { Segments = segments };
        Context.ActorOf(GatherActor.Props(Heads, new HeadMessages.GetReport(), answers => With(health, answers), complete.ReplyTo));
    }

    private static FleetHealth With(FleetHealth health, IReadOnlyList<object> answers)
    {
        var reports = answers.OfType<HeadMessages.Report>().OrderBy(report => report.Segment, StringComparer.Ordinal).ToList();
        var troubled = reports.FirstOrDefault(report => report.Storage.Problem is not null);
        return health with
        {
            UdpPorts = [.. reports.SelectMany(report => report.UdpPorts.Select(port => port with { Segment = report.Segment }))],
            Storage = new StorageHealth(
                reports.Count > 0 && reports.All(report => report.Storage.Persistent),
                troubled is null ? null : $"segment '{troubled.Segment}': {troubled.Storage.Problem}"),
        };
    }

    private void GetSightings(IActorRef asker)
    {
        var known = _routes.Keys.ToHashSet();
        Context.ActorOf(GatherActor.Props(
            Heads,
            new HeadMessages.GetHeard(),
            answers => new DeviceReplies.Sightings(
            [
                .. answers.OfType<HeadMessages.Heard>()
                    .SelectMany(heard => heard.Records.Select(record => record with
                    {
                        Segment = heard.Segment,
                        Sighting = record.Sighting with { Known = known.Contains(record.DeviceId) },
                    }))
                    .OrderBy(record => record.DeviceId.Value, StringComparer.Ordinal).ThenBy(record => record.Segment, StringComparer.Ordinal),
            ]),
            asker));
    }
}
