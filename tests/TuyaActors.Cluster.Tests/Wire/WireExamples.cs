using System.Collections.Immutable;
using System.Net;
using TuyaActors.Cluster.Wire;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Cluster.Tests.Wire;

/// <summary>One message of each kind that goes from node to node, with something in each of its members.</summary>
internal static class WireExamples
{
    private static readonly DateTimeOffset At = new DateTimeOffset(2026, 11, 28, 16, 22, 21, TimeSpan.Zero).AddTicks(1234567);
    private static readonly DateTimeOffset Deadline = new(2026, 11, 28, 17, 22, 31, 500, TimeSpan.FromHours(1));
    private const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static readonly DeviceId Lamp = new("bf17bad59aa0e7f09cyhqy");
    private static readonly DeviceId Gateway = new("eb2b9af52c4a6f0b30l2xi");
    private static readonly DeviceId Sensor = new("a4c138bc2b9e0c11:1");

    private static readonly DpSet Dps = DpSet.Of(
        (1, true),
        (2, DpValue.Null),
        (20, "größer < \"white\"\n"),
        (22, -1000),
        (23, DpValue.FromJson("1.50")),
        (24, DpValue.FromJson("""{ "h" : 1e2, "s":[ ] }""")),
        (25, DpValue.FromJson("123456789012345678901234567890")),
        (255, DpValue.FromRaw([1, 2, 255])));

    private static readonly Diagnosis Refused = new(DiagnosisKind.ResetOnConnect, "another client holds the connection", 901, "closed by 192.168.1.20:6668");

    private static readonly DeviceSighting Sighting = new(Lamp, IPAddress.Parse("192.168.1.20"), ProtocolVersion.V34, "keyjup3tuxvcgwkh", 6667, true);

    private static readonly DeviceDefinition Definition = new(Sensor)
    {
        Name = "Türe",
        Version = ProtocolVersion.V33,
        Address = IPAddress.Parse("fe80::d6a6:51ff:fe0c:1%3"),
        Port = 6669,
        Mode = ConnectionMode.OnDemand,
        Gateway = Gateway,
        Cid = "a4c138bc2b9e0c11",
        ProductName = "Door sensor",
        Tags = ["attic", "window"],
        Group = "Upstairs",
        Details = """{"mac":"d4:a6:51:0c:00:01"}""",
    };

    private static readonly StoredDefinition Stored = new(Definition, 7, At);

    private static readonly DeviceSnapshot Snapshot = new(Lamp)
    {
        Name = "Lamp",
        State = DeviceState.Backoff,
        Since = At,
        Diagnosis = Refused,
        Version = ProtocolVersion.V35,
        EndPoint = new IPEndPoint(IPAddress.Parse("192.168.1.20"), 6668),
        Reported = Dps,
        ReportedAt = At.AddSeconds(-1),
        Stale = true,
        Desired = [new DesiredDp(22, 500, Deadline), new DesiredDp(24, DpValue.FromJson("[ 1 ]"), Deadline)],
        NextAttemptAt = At.AddSeconds(4),
        LastPushAt = At.AddSeconds(-2),
        Pushes = 5_000_000_000,
        Connects = 3,
        ProductName = "RGBCW",
        Gateway = Gateway,
        Cid = "0011",
        UnknownCids = ["0012", "0013"],
        Segment = "garage",
        Group = "Hall",
        Tags = ["light"],
    };

    private static readonly DeviceHistory History = new(Lamp)
    {
        Periods =
        [
            new StatePeriod(DeviceState.Online, At, null, null, 0),
            new StatePeriod(DeviceState.Backoff, At.AddHours(-1), At, Refused, 12),
        ],
        Addresses = [new KnownAddress(IPAddress.Parse("192.168.1.20"), At.AddDays(-3), At, true)],
        ClaimedAddress = IPAddress.IPv6Loopback,
        Dps = [new DpShown(20, [DpKind.Integer, DpKind.String], -5, long.MaxValue, ["colour", "white"])],
    };

    private static readonly FrameRecording Recording = new(Gateway, At,
    [
        new RecordedFrame(At, FrameDirection.Received, ProtocolVersion.V34, new byte[] { 0, 0, 0x55, 0xaa, 1, 2 })
        {
            Seqno = uint.MaxValue,
            Command = CommandId.Status,
            Retcode = 1,
            Payload = "{\"dps\":{}}"u8.ToArray(),
            Problem = "too short",
        },
        new RecordedFrame(At, FrameDirection.Sent, ProtocolVersion.V31, ReadOnlyMemory<byte>.Empty) { Command = (CommandId)0xfe },
    ]);

    public static ImmutableArray<object> All { get; } =
    [
        new HostMessages.Carry(Gateway, Sensor, 42, new DeviceCommands.SetDps(Sensor, Dps, Deadline) { TraceParent = Trace }, Deadline),
        new HostMessages.Look(Gateway, [Gateway, Sensor]),
        new HostMessages.Leave(Gateway, true),
        new HostMessages.Sighted(Lamp, Sighting),
        new ExchangeMessages.Answered(42, new CommandOutcome.Confirmed(Lamp, Dps)),
        new ExchangeMessages.Taken(42),
        new ExchangeMessages.Returned(42),

        new ExchangeMessages.OpenLink(7, 3, new Interest(EventKinds.Changes | EventKinds.Sightings, [Lamp], [new WatchedDevice(Sensor, [18, 19])])),
        new ExchangeMessages.Batch(7, 1000,
        [
            new LinkItems.Gone(Lamp, 2),
            new LinkItems.Happened(3, new DeviceEvents.Removed(Lamp, At)),
        ]),
        new ExchangeMessages.Acknowledge(7, 1001, true),
        new LinkItems.Hosted(Lamp, 638_999_999_999_999_999, DeviceState.KeyRejected, DiagnosisKind.KeyRejected),
        new LinkItems.Gone(Lamp, 4),
        new LinkItems.Happened(4, new DeviceEvents.Added(Lamp, "Lamp", At)),
        new LinkItems.Stands(43, Snapshot),
        new LinkItems.InterestTaken(3),
        new LinkItems.Missed(12),

        new HeadMessages.GetTransitKey(),
        new HeadMessages.TransitKey("k1", [48, 89, 255]),
        new HeadMessages.StaleTransitKey(),
        new HeadMessages.Change(new FleetCommands.AddDevice(Definition), [new KeyInTransit(Sensor, "k1", [1, 2, 3], [4, 5, 6])], Deadline),
        new HeadMessages.Changed(new FleetReply.Done(Sensor, 7), [new DirectoryRecord("garage", Sensor, At, Stored)]),
        new HeadMessages.GetReport(),
        new HeadMessages.Report("garage",
            [new UdpPortHealth(6667, true, 123, "in use") { Segment = "garage", BoundAt = At, LastHeardAt = At }], new StorageHealth(true, "the disk is full")),
        new HeadMessages.GetHeard(),
        new HeadMessages.Heard("garage", [new SightingRecord(Sighting, At.AddMinutes(-5), At, 60) { Segment = "garage" }]),
        new HeadMessages.Probe(),
        new IslandMessages.GetMembers(["akka.tcp://tuya@10.0.1.5:8110"]),
        new IslandMessages.Members(["akka.tcp://tuya@10.0.2.5:8110", "akka.tcp://tuya@10.0.2.6:8110"], CanJoin: true),
        new HeadMessages.GetOffer(Lamp, "garage", new HeadMessages.TransitKey("k1", [48, 89, 255])),
        new HeadMessages.Offered(Sensor, [Definition], [new KeyInTransit(Sensor, "k1", [1, 2, 3], [4, 5, 6])]),
        new HeadMessages.NotOffered(Lamp, "it is well in segment 'house'"),
        new HeadMessages.Release(Lamp, "garage", At),
        new HeadMessages.Released(Lamp),

        new DirectoryRecord("garage", Sensor, At, Stored) { MovedTo = "house", MovedAt = At.AddSeconds(-3) },

        new DeviceCommands.SetDps(Lamp, Dps, Deadline) { TraceParent = Trace },
        new DeviceCommands.Refresh(Lamp, Deadline, "ticket-1") { TraceParent = Trace },
        new DeviceCommands.WhenIdle(Lamp, Deadline) { TraceParent = Trace },
        new DeviceCommands.Reconnect(Lamp, Deadline) { TraceParent = Trace },
        new DeviceCommands.Identify(Lamp, 20, Deadline) { TraceParent = Trace },

        new CommandOutcome.Confirmed(Lamp, Dps),
        new CommandOutcome.Acknowledged(Lamp),
        new CommandOutcome.Rejected(Lamp, "the device said no", 1),
        new CommandOutcome.TimedOut(Lamp, TimeSpan.FromMilliseconds(5250)),
        new CommandOutcome.Offline(Lamp, DeviceState.OutOfReach, Refused, true),
        new CommandOutcome.Cancelled(Lamp, "the device was removed"),
        new CommandOutcome.Expired(Lamp),
        new CommandOutcome.Superseded(Lamp),
        new CommandOutcome.SegmentUnavailable(Lamp, "garage", true),
        new CommandOutcome.UnknownDevice(Lamp),

        new DeviceQueries.GetDevice(Lamp) { Fresh = true, Fallback = Fallback.Stale, Deadline = Deadline },
        new DeviceQueries.GetHistory(Lamp),
        new DeviceQueries.GetFrames(Lamp),

        new DeviceReplies.DeviceFound(Snapshot),
        new DeviceReplies.DeviceNotFound(Lamp),
        new DeviceReplies.DeviceNotAnswering(Lamp, new CommandOutcome.TimedOut(Lamp, TimeSpan.FromSeconds(5))),
        new DeviceReplies.HistoryFound(History),
        new DeviceReplies.FramesRecorded(Sensor, Recording),

        new DeviceEvents.StateChanged(Lamp, DeviceState.Connecting, DeviceState.Backoff, Refused, At)
        {
            EndPoint = new IPEndPoint(IPAddress.Parse("fe80::1"), 6668),
            Version = ProtocolVersion.V32,
            NextAttemptAt = At.AddSeconds(4),
        },
        new DeviceEvents.DpsReported(Lamp, Dps, DpSet.Of((1, true)), ReportCause.Query, At) { Ticket = "ticket-1" },
        new DeviceEvents.Added(Lamp, "Lamp", At),
        new DeviceEvents.Updated(Lamp, "Lamp", At),
        new DeviceEvents.Removed(Lamp, At),
        new DeviceEvents.Sighted(Lamp, Sighting, At),
        new DeviceEvents.SubDeviceSeen(Gateway, "a4c1", true, At),
        new DeviceEvents.SnapshotTaken(Snapshot, At),

        new FleetCommands.AddDevice(Definition) { Segment = "garage" },
        new FleetCommands.UpdateDevice(Definition, 6),
        new FleetCommands.RemoveDevice(Lamp, 6),
        new FleetCommands.RenameDevice(Lamp, "Lämpchen", 6),
        new FleetCommands.TagDevice(Lamp, ["attic"], ["cellar", "hall"], 6),
        new FleetCommands.GroupDevice(Lamp, "Upstairs", 6),
        new FleetCommands.ImportDevices([Definition, new DeviceDefinition(Gateway)], true) { Segment = "garage" },
        new FleetCommands.RotateMasterKey(),

        new FleetReply.Done(Lamp, 7),
        new FleetReply.Refused(Lamp, "its gateway is in another segment"),
        new FleetReply.Conflict(Lamp, 6, 7),
        new FleetReply.NotStored(Lamp, "the disk is full"),
        new FleetReply.MasterKeyRotated("3f9a"),
        new FleetReply.Imported(1, 2, 3, [new FleetReply.Refused(Lamp, "no")])
        {
            DryRun = true,
            Changes = [new ImportedChange(Sensor, "Türe", true, ["name", "key"])],
        },
    ];

    /// <summary>Those in which as little stands as can be, and other ways to be odd.</summary>
    public static ImmutableArray<object> Odd { get; } =
    [
        new HostMessages.Carry(Lamp, Lamp, 0, new DeviceCommands.SetDps(Lamp, DpSet.Empty), default),
        new HostMessages.Carry(Lamp, Lamp, long.MinValue, new DeviceQueries.GetDevice(Lamp), DateTimeOffset.MaxValue),
        new HostMessages.Look(Lamp, []),
        new HostMessages.Sighted(Lamp, new DeviceSighting(Lamp, IPAddress.Any, null, null, 0, false)),
        new ExchangeMessages.OpenLink(1, 1, Interest.None),
        new ExchangeMessages.OpenLink(1, 2, new Interest(EventKinds.Devices | EventKinds.Sightings, [], [new WatchedDevice(Lamp, []), new WatchedDevice(null, [18])])),
        new ExchangeMessages.OpenLink(1, 3, new Interest(EventKinds.States, [Lamp, Gateway, Sensor], [])),
        new ExchangeMessages.Batch(1, 1, []),
        new LinkItems.Hosted(Lamp, 1, DeviceState.Stopped, null),
        new LinkItems.Stands(1, new DeviceSnapshot(Lamp) { Name = "", State = DeviceState.Stopped, Since = default }),
        new HeadMessages.TransitKey("", []),
        new HeadMessages.Change(new FleetCommands.RotateMasterKey(), [], default),
        new HeadMessages.Report("garage", [], new StorageHealth(false, null)),
        new DirectoryRecord("garage", Lamp, At, null),
        new DirectoryRecord("garage", Lamp, default, new StoredDefinition(new DeviceDefinition(Lamp), 1, At)),
        new DeviceCommands.Identify(Lamp),
        new CommandOutcome.Rejected(Lamp, "no"),
        new CommandOutcome.Offline(Lamp, DeviceState.Resolving, null, false),
        new CommandOutcome.TimedOut(Lamp, TimeSpan.MaxValue),
        new DeviceReplies.HistoryFound(new DeviceHistory(Lamp)),
        new DeviceReplies.FramesRecorded(Lamp, new FrameRecording(Lamp, At, [])),
        new DeviceEvents.StateChanged(Lamp, DeviceState.Negotiating, DeviceState.Online, null, At) { EndPoint = new IPEndPoint(IPAddress.Parse("fe80::1%3"), 1) },
        new FleetCommands.GroupDevice(Lamp, null),
        new FleetReply.Refused(default, "nothing was named"),
        new FleetReply.Imported(0, 0, 0, []),
    ];

    public static object Of(string manifest) => All.First(example => WireTypes.ManifestOf(example) == manifest);
}
