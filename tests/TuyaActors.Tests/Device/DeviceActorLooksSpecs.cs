using System.Net;
using Akka.Actor;
using TuyaActors.Connection;
using TuyaActors.Device;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Tests.Device;

public sealed class DeviceActorLooksSpecs : DeviceUnderTest
{
    [Fact]
    public void Should_tell_how_it_came_to_stand_where_it_does()
    {
        var device = Start();
        var spec = BringOnline(device);
        device.Tell(new ConnectionEvent.Closed(spec.Epoch, ConnectionEnd.ClosedLater, "gone"));
        ExpectState(DeviceState.Backoff);
        var history = History(device);
        Assert.Equal([DeviceState.Backoff, DeviceState.Online, DeviceState.Connecting], history.Periods.Select(p => p.State));
        Assert.Equal((DiagnosisKind.Unresponsive, "gone"), (history.Periods[0].Diagnosis!.Kind, history.Periods[0].Diagnosis!.Evidence));
        Assert.Equal(new KnownAddress(IPAddress.Parse("192.0.2.7"), Time.Now, Time.Now, IsCurrent: true), Assert.Single(history.Addresses));
        Assert.Equal([DpKind.Boolean], Assert.Single(history.Dps).Kinds.ToArray());
    }

    [Fact]
    public void Should_keep_its_history_when_it_crashes()
    {
        var device = Start();
        var spec = BringOnline(device);
        var before = History(device).Periods.Length;
        device.Tell(new ConnectionEvent.Received(spec.Epoch, default, null!)); // a bug, made for this test
        ExpectState(DeviceState.Resolving);
        Assert.True(History(device).Periods.Length > before);
    }

    [Fact]
    public void Should_say_where_a_sighting_claims_it_to_be()
    {
        var device = Start();
        BringOnline(device);
        Assert.Null(History(device).ClaimedAddress);
        device.Tell(new DeviceMessages.Sighted(new DeviceSighting(Id, IPAddress.Parse("192.0.2.99"), ProtocolVersion.V33, null, 6667, Known: true)));
        Assert.Equal(IPAddress.Parse("192.0.2.99"), History(device).ClaimedAddress);
    }

    [Fact]
    public void Should_tell_with_each_change_where_it_is_and_when_it_is_tried_again()
    {
        var device = Start();
        var spec = Admit(device);
        var connecting = ExpectState(DeviceState.Connecting);
        Assert.Equal((new IPEndPoint(IPAddress.Parse("192.0.2.7"), 6668), ProtocolVersion.V33, null), (connecting.EndPoint, connecting.Version, connecting.NextAttemptAt));
        device.Tell(new ConnectionEvent.Closed(spec.Epoch, ConnectionEnd.Refused, "no"));
        Assert.Equal(Time.Now.AddSeconds(1), ExpectState(DeviceState.Backoff).NextAttemptAt);
        Pass(device, TimeSpan.FromSeconds(1));
        Assert.Null(ExpectState(DeviceState.Resolving).NextAttemptAt);
    }

    [Fact]
    public void Should_tell_as_it_begins_that_it_has_no_address()
    {
        Start(Definition with { Address = null });
        Assert.Equal(DiagnosisKind.Unresolved, ExpectState(DeviceState.Resolving).Diagnosis?.Kind);
    }

    [Fact]
    public void Should_have_no_more_to_find_out_once_it_has_an_address()
    {
        var device = Start(Definition with { Address = null });
        ExpectState(DeviceState.Resolving);
        device.Tell(new DeviceMessages.Sighted(new DeviceSighting(Id, IPAddress.Parse("192.0.2.99"), ProtocolVersion.V33, null, 6667, Known: true)));
        Assert.Null(ExpectState(DeviceState.Waiting).Diagnosis);
    }

    [Fact]
    public void Should_record_frames_only_while_somebody_looks()
    {
        var device = Start();
        var spec = BringOnline(device);
        Assert.Null(spec.RecordUntil);
        device.Tell(Framed(spec.Epoch));
        Assert.Empty(Frames(device).Frames);
        Assert.Equal(Time.Now.AddMinutes(1), Connection.FishForMessage<ConnectionCommands.Record>(_ => true).Until);

        device.Tell(Framed(spec.Epoch));
        Assert.Single(Frames(device).Frames);

        Pass(device, TimeSpan.FromSeconds(61));
        Assert.Empty(Frames(device).Frames);
    }

    [Fact]
    public void Should_record_the_next_connection_too_while_somebody_looks()
    {
        var device = Start();
        var first = Admit(device);
        Frames(device);
        device.Tell(new ConnectionEvent.Closed(first.Epoch, ConnectionEnd.Refused, "no"));
        ExpectState(DeviceState.Backoff);
        Pass(device, TimeSpan.FromSeconds(1));
        Assert.Equal(Time.Now.AddSeconds(59), Admit(device).RecordUntil);
    }

    private ConnectionEvent.Framed Framed(long epoch) =>
        new(epoch, new RecordedFrame(Time.Now, FrameDirection.Received, ProtocolVersion.V33, new byte[] { 1 }));

    private DeviceHistory History(IActorRef device)
    {
        var asker = CreateTestProbe();
        device.Tell(new DeviceQueries.GetHistory(Id), asker.Ref);
        return asker.ExpectMsg<Messages.DeviceReplies.HistoryFound>().History;
    }

    private FrameRecording Frames(IActorRef device)
    {
        var asker = CreateTestProbe();
        device.Tell(new DeviceQueries.GetFrames(Id), asker.Ref);
        return asker.ExpectMsg<Messages.DeviceReplies.FramesRecorded>().Recording;
    }
}
