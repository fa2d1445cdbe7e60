using Akka.Actor;
using TuyaActors.Cluster.Exchange;
using TuyaActors.Messages;

namespace TuyaActors.Cluster.Front;

// Changes to definitions go to the head of the segment that they concern.
internal sealed partial class ClusterFleetActor
{
    // What tinytuya's files say of a device may have some kilobytes, and a message has an end.
    private const int MostAtOnce = 200;

    // Also those without a device, and those whose nodes are all away.
    private IReadOnlyList<string> Segments =>
    [
        .. _memory.Records.All.Select(record => record.Segment)
            .Concat(Akka.Cluster.Cluster.Get(Context.System).State.Members.Select(TuyaSegments.Of).OfType<string>())
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    private void Change(object command)
    {
        switch (command)
        {
            case FleetCommands.ImportDevices { Definitions.IsDefault: false } import:
                Import(import);
                break;
            case FleetCommands.AddDevice { Definition: { } definition } when _memory.Records.Find(definition.Id) is { } known:
                Sender.Tell(new FleetReply.Refused(definition.Id, $"the fleet has a device with this id already, in segment '{known.Segment}'"));
                break;
            case FleetCommands.AddDevice { Definition: { } definition } add:
                Send(SegmentFor(definition, add.Segment, out var why), why, definition.Id, command);
                break;
            case FleetCommands.RotateMasterKey when _place.Segment is { } own && NodesOf(own) > 1:
                Sender.Tell(new FleetReply.Refused(
                    default,
                    $"segment '{own}' has {NodesOf(own)} nodes, and each reads the master key at its start: put a new key before the former one where they have it from (TUYA_MASTER_KEY), and restart them one by one"));
                break;
            case FleetCommands.RotateMasterKey:
                Send(_place.Segment ?? Only(out var whyNot), "the master key is a segment's: say it to a node of the segment", default, command);
                break;
            case IWithDeviceId one:
                Send(_memory.Records.Find(one.DeviceId)?.Segment, "the fleet has no such device", one.DeviceId, command);
                break;
            default:
                Sender.Tell(new FleetReply.Refused(default, "it has no definition"));
                break;
        }
    }

    private static int NodesOf(string segment) => Akka.Cluster.Cluster.Get(Context.System).State.Members.Count(member => TuyaSegments.Of(member) == segment);

    private void Send(string? segment, string? why, DeviceId device, object command)
    {
        if (segment is null)
            Sender.Tell(new FleetReply.Refused(device, why!));
        else
            _memory.Exchange.Tell(new ExchangeActor.Change(segment, command, Sender));
    }

    private void Import(FleetCommands.ImportDevices import)
    {
        var parts = new Dictionary<string, List<DeviceDefinition>>(StringComparer.Ordinal);
        var refused = new List<FleetReply.Refused>();
        var only = Only(out var whyNone);
        // Gateways of the same import come first.
        var segmentOf = new Dictionary<DeviceId, string>();
        foreach (var definition in import.Definitions.OrderBy(definition => definition?.IsSubDevice))
        {
            var why = "it has no definition";
            var segment = definition is null ? null
                : definition.Gateway is { } gateway && segmentOf.TryGetValue(gateway, out var withGateway) ? withGateway
                : _memory.Records.Find(definition.Id)?.Segment ?? SegmentFor(definition, import.Segment ?? _place.Segment ?? only, out why);
            why ??= whyNone;
            if (segment is null)
            {
                refused.Add(new FleetReply.Refused(definition?.Id ?? default, why!));
                continue;
            }

            segmentOf[definition!.Id] = segment;
            if (!parts.TryGetValue(segment, out var part))
                parts[segment] = part = [];
            part.Add(definition);
        }

        Context.ActorOf(ImportActor.Props(
            [.. parts.SelectMany(part => part.Value.Chunk(MostAtOnce).Select(some => (part.Key, import with { Definitions = [.. some] })))], refused, import.DryRun, _memory.Exchange, Sender));
    }

    /// <summary>Where a device is to be that the fleet does not have yet; null: nobody has said so.</summary>
    private string? SegmentFor(DeviceDefinition definition, string? named, out string? why)
    {
        why = null;
        if (definition.Gateway is { } gateway && _memory.Records.Find(gateway) is { } behind)
        {
            if (named is null || named == behind.Segment)
                return behind.Segment;
            why = $"its gateway '{gateway}' is in segment '{behind.Segment}', not in '{named}'";
            return null;
        }

        return named ?? _place.Segment ?? Only(out why);
    }

    private string? Only(out string? why)
    {
        var segments = Segments;
        why = segments.Count switch
        {
            0 => "the fleet has no segment yet that it could be in: start a node of one, or name the segment",
            1 => null,
            _ => $"the fleet has several segments ({string.Join(", ", segments)}): say in which one it is",
        };
        return segments is [var only] ? only : null;
    }
}
