using System.Collections.Frozen;
using System.Runtime.Serialization;
using TuyaActors.Messages;

namespace TuyaActors.Cluster.Wire;

/// <summary>
/// The short name, for ever, of each message that goes from node to node, and of each that travels inside one. What is written under a name is only
/// ever extended; a change of another kind gets another name.
/// </summary>
internal static class WireTypes
{
    private static readonly FrozenDictionary<string, Type> ByManifest = new Dictionary<string, Type>(StringComparer.Ordinal)
    {
        ["host.carry"] = typeof(HostMessages.Carry),
        ["host.look"] = typeof(HostMessages.Look),
        ["host.leave"] = typeof(HostMessages.Leave),
        ["host.sighted"] = typeof(HostMessages.Sighted),
        ["host.answered"] = typeof(ExchangeMessages.Answered),
        ["host.taken"] = typeof(ExchangeMessages.Taken),
        ["host.returned"] = typeof(ExchangeMessages.Returned),

        ["link.open"] = typeof(ExchangeMessages.OpenLink),
        ["link.batch"] = typeof(ExchangeMessages.Batch),
        ["link.ack"] = typeof(ExchangeMessages.Acknowledge),
        ["link.hosted"] = typeof(LinkItems.Hosted),
        ["link.gone"] = typeof(LinkItems.Gone),
        ["link.happened"] = typeof(LinkItems.Happened),
        ["link.stands"] = typeof(LinkItems.Stands),
        ["link.interest"] = typeof(LinkItems.InterestTaken),
        ["link.missed"] = typeof(LinkItems.Missed),

        ["head.getkey"] = typeof(HeadMessages.GetTransitKey),
        ["head.key"] = typeof(HeadMessages.TransitKey),
        ["head.stalekey"] = typeof(HeadMessages.StaleTransitKey),
        ["head.change"] = typeof(HeadMessages.Change),
        ["head.changed"] = typeof(HeadMessages.Changed),
        ["head.getreport"] = typeof(HeadMessages.GetReport),
        ["head.report"] = typeof(HeadMessages.Report),
        ["head.getheard"] = typeof(HeadMessages.GetHeard),
        ["head.heard"] = typeof(HeadMessages.Heard),
        ["head.probe"] = typeof(HeadMessages.Probe),
        ["move.get"] = typeof(HeadMessages.GetOffer),
        ["move.offered"] = typeof(HeadMessages.Offered),
        ["move.notoffered"] = typeof(HeadMessages.NotOffered),
        ["move.release"] = typeof(HeadMessages.Release),
        ["move.released"] = typeof(HeadMessages.Released),

        ["island.get"] = typeof(IslandMessages.GetMembers),
        ["island.members"] = typeof(IslandMessages.Members),

        ["dir.record"] = typeof(DirectoryRecord),

        ["cmd.set"] = typeof(DeviceCommands.SetDps),
        ["cmd.refresh"] = typeof(DeviceCommands.Refresh),
        ["cmd.whenidle"] = typeof(DeviceCommands.WhenIdle),
        ["cmd.reconnect"] = typeof(DeviceCommands.Reconnect),
        ["cmd.identify"] = typeof(DeviceCommands.Identify),

        ["out.confirmed"] = typeof(CommandOutcome.Confirmed),
        ["out.acknowledged"] = typeof(CommandOutcome.Acknowledged),
        ["out.rejected"] = typeof(CommandOutcome.Rejected),
        ["out.timedout"] = typeof(CommandOutcome.TimedOut),
        ["out.offline"] = typeof(CommandOutcome.Offline),
        ["out.cancelled"] = typeof(CommandOutcome.Cancelled),
        ["out.expired"] = typeof(CommandOutcome.Expired),
        ["out.superseded"] = typeof(CommandOutcome.Superseded),
        ["out.nosegment"] = typeof(CommandOutcome.SegmentUnavailable),
        ["out.unknown"] = typeof(CommandOutcome.UnknownDevice),

        ["get.device"] = typeof(DeviceQueries.GetDevice),
        ["get.history"] = typeof(DeviceQueries.GetHistory),
        ["get.frames"] = typeof(DeviceQueries.GetFrames),

        ["got.device"] = typeof(DeviceReplies.DeviceFound),
        ["got.none"] = typeof(DeviceReplies.DeviceNotFound),
        ["got.silence"] = typeof(DeviceReplies.DeviceNotAnswering),
        ["got.history"] = typeof(DeviceReplies.HistoryFound),
        ["got.frames"] = typeof(DeviceReplies.FramesRecorded),

        ["ev.state"] = typeof(DeviceEvents.StateChanged),
        ["ev.dps"] = typeof(DeviceEvents.DpsReported),
        ["ev.added"] = typeof(DeviceEvents.Added),
        ["ev.updated"] = typeof(DeviceEvents.Updated),
        ["ev.removed"] = typeof(DeviceEvents.Removed),
        ["ev.sighted"] = typeof(DeviceEvents.Sighted),
        ["ev.subdevice"] = typeof(DeviceEvents.SubDeviceSeen),
        ["ev.snapshot"] = typeof(DeviceEvents.SnapshotTaken),

        ["fleet.add"] = typeof(FleetCommands.AddDevice),
        ["fleet.update"] = typeof(FleetCommands.UpdateDevice),
        ["fleet.remove"] = typeof(FleetCommands.RemoveDevice),
        ["fleet.rename"] = typeof(FleetCommands.RenameDevice),
        ["fleet.tag"] = typeof(FleetCommands.TagDevice),
        ["fleet.group"] = typeof(FleetCommands.GroupDevice),
        ["fleet.import"] = typeof(FleetCommands.ImportDevices),
        ["fleet.rotate"] = typeof(FleetCommands.RotateMasterKey),

        ["reply.done"] = typeof(FleetReply.Done),
        ["reply.refused"] = typeof(FleetReply.Refused),
        ["reply.conflict"] = typeof(FleetReply.Conflict),
        ["reply.notstored"] = typeof(FleetReply.NotStored),
        ["reply.rotated"] = typeof(FleetReply.MasterKeyRotated),
        ["reply.imported"] = typeof(FleetReply.Imported),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // Throws where one type has two names.
    private static readonly FrozenDictionary<Type, string> ByType = ByManifest.ToDictionary(entry => entry.Value, entry => entry.Key).ToFrozenDictionary();

    public static IReadOnlyDictionary<string, Type> All => ByManifest;

    /// <summary>The name of the message's kind.</summary>
    /// <exception cref="SerializationException">It has none: it is not meant to go to another node.</exception>
    public static string ManifestOf(object message) =>
        message is UnknownMessage unknown
            ? unknown.Manifest
            : ByType.GetValueOrDefault(message.GetType()) ?? throw new SerializationException($"{message.GetType()} cannot go to another node: it has no name in {nameof(WireTypes)}");

    /// <summary>Null where no such name is known.</summary>
    public static Type? TypeOf(string manifest) => ByManifest.GetValueOrDefault(manifest);
}
