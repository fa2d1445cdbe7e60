using System.Net;
using Akka.Actor;
using Akka.TestKit;
using TuyaActors.Admission;
using TuyaActors.Connection;
using TuyaActors.Device;
using TuyaActors.Device.Facts;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Settings;
using TuyaActors.Storage;

namespace TuyaActors.Tests.Device.Facts;

/// <summary>A device whose journal and snapshot store are scripted; a stop and a start of its actor stand for those of the process.</summary>
public sealed class DeviceFactsActorSpecs : DeviceUnderTest
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private static readonly IPAddress Found = IPAddress.Parse("192.0.2.9");
    private static readonly DeviceDefinition Unknown = Definition with { Version = null, Address = null };
    private readonly TestProbe _written;
    private readonly TestProbe _watch;

    public DeviceFactsActorSpecs()
        : base(StorageScript.Hocon)
    {
        (_written, _watch) = (CreateTestProbe("written"), CreateTestProbe("watch"));
        Script.Written = _written.Ref;
        StorageWatch = _watch.Ref;
        Storage = FleetStorage.Of(new PersistenceSettings(PersistenceMode.System, "", null, Interval, 200), "fleet", KeyVault.InMemory());
    }

    private StorageScript Script => new StorageScript().Apply(Sys);

    [Fact]
    public void Should_come_back_with_what_it_knew_and_go_where_it_was()
    {
        Close(BringOnline(Unknown).Device);

        var device = Start(Unknown);
        var spec = AdmitAndLook(device, out var before);

        Assert.Equal("""{"1":false}""", before.Reported.ToJson());
        Assert.Equal((true, ProtocolVersion.V33), (before.Stale, before.Version));
        Assert.NotNull(before.ReportedAt);
        Assert.Equal(Found, spec.EndPoint.Address);
    }

    [Fact]
    public void Should_be_out_of_date_until_it_has_spoken_again()
    {
        Close(BringOnline(Unknown).Device);
        var device = Start(Unknown);
        var spec = AdmitAndLook(device, out _);
        device.Tell(new ConnectionEvent.Opened(spec.Epoch));
        device.Tell(new ConnectionEvent.Ready(spec.Epoch, 1));
        Assert.True(Look(device).Stale);

        device.Tell(Report(spec.Epoch, ExpectWrite(CommandId.DpQuery).Seqno, CommandId.DpQuery, """{"1":true}"""));

        Assert.False(Look(device).Stale);
    }

    [Fact]
    public void Should_write_each_fact_once()
    {
        var (device, spec) = BringOnline(Unknown);
        var facts = new[] { _written.ExpectMsg<FactEvent>(), _written.ExpectMsg<FactEvent>(), _written.ExpectMsg<FactEvent>(), _written.ExpectMsg<FactEvent>() };
        Assert.Equal(
            [typeof(FactEvent.AddressVerified), typeof(FactEvent.VersionProved), typeof(FactEvent.KeyServed), typeof(FactEvent.DpsSeen)], facts.Select(e => e.GetType()));

        Push(device, spec, """{"1":true}""");
        Push(device, spec, """{"2":5}""");

        Assert.Equal(2, Assert.Single(_written.ExpectMsg<FactEvent.DpsSeen>().Dps).Id);
    }

    [Fact]
    public void Should_write_the_values_once_in_an_interval_however_often_they_change()
    {
        var (device, spec) = BringOnline(Unknown);
        for (var i = 0; i < 100; i++)
            Push(device, spec, $$"""{"1":{{(i % 2 == 0 ? "true" : "false")}}}""");
        Pass(device, Interval);
        Assert.Equal("""{"1":false}""", ExpectSnapshot().Reported.ToJson());

        Push(device, spec, """{"1":true}""");
        Pass(device, Interval - TimeSpan.FromMilliseconds(1));
        Push(device, spec, """{"1":false}""");
        Push(device, spec, """{"1":true,"20":7}""");
        // Whatever had been written before this event would have been heard of before it.
        Assert.Equal(20, Assert.Single(_written.ExpectMsg<FactEvent.DpsSeen>().Dps).Id);
        Pass(device, TimeSpan.FromMilliseconds(1));
        Assert.Equal("""{"1":true,"20":7}""", ExpectSnapshot().Reported.ToJson());
    }

    [Fact]
    public void Should_write_no_values_that_are_merely_said_again()
    {
        var (device, spec) = BringOnline(Unknown);
        Pass(device, Interval);
        ExpectSnapshot();

        Push(device, spec, """{"1":false}""");
        Pass(device, Interval);
        Push(device, spec, """{"2":1}""");
        _written.ExpectMsg<FactEvent.DpsSeen>();
        Pass(device, Interval);

        Assert.Equal("""{"1":false,"2":1}""", ExpectSnapshot().Reported.ToJson());
    }

    [Fact]
    public void Should_keep_one_snapshot_and_no_event_that_is_in_it()
    {
        var (device, spec) = BringOnline(Unknown);
        Pass(device, Interval);
        ExpectSnapshot();
        Push(device, spec, """{"2":1}""");
        Pass(device, Interval);
        ExpectSnapshot();

        AwaitCondition(() => Script.Kept.Count == 1);
        Assert.Equal("snapshot", Assert.Single(Script.Kept.Keys).Kind);
    }

    [Fact]
    public void Should_forget_everything_when_it_is_removed()
    {
        var device = BringOnline(Unknown).Device;
        Pass(device, Interval);
        ExpectSnapshot();
        End(device, new DeviceMessages.Leave());
        AwaitCondition(() => Script.IsEmpty);

        AssertKnowsNothing(Start(Unknown));
    }

    [Fact]
    public void Should_know_nothing_of_a_former_device_of_its_id_when_it_is_new()
    {
        Close(BringOnline(Unknown).Device);
        IsNew = true;
        AssertKnowsNothing(Start(Unknown));
    }

    [Fact]
    public void Should_close_its_socket_before_it_writes()
    {
        var device = BringOnline(Unknown).Device;
        Script.Written = ActorRefs.Nobody;
        Watch(device);
        Look(device);
        var gone = CreateTestProbe();
        gone.Watch(ConnectionActor);
        device.Tell(new DeviceMessages.Close());
        gone.ExpectTerminated(ConnectionActor);
        ExpectTerminated(device);
        Assert.Contains(Script.Kept.Keys, key => key.Kind == "snapshot");
    }

    [Fact]
    public void Should_start_with_what_its_definition_says_when_nothing_can_be_read()
    {
        Script.ReadFailure = new InvalidOperationException("the disk is gone");
        var device = Start();
        Assert.Contains("the disk is gone", _watch.ExpectMsg<StorageMessages.Trouble>().Sentence, StringComparison.Ordinal);
        BringOnline(device);

        Script.ReadFailure = null;
        Pass(device, TimeSpan.FromSeconds(5));

        _watch.ExpectMsg<StorageMessages.Well>();
        _written.ExpectMsg<FactEvent.AddressVerified>();
    }

    [Fact]
    public void Should_not_wait_for_ever_for_what_was_written()
    {
        var gate = Script.LoadGate = new TaskCompletionSource();
        var device = Start();
        Look(device);
        Admission.ExpectNoMsg(TimeSpan.Zero);
        Pass(device, FactsLink.Patience);
        BringOnline(device);
        gate.SetResult();
        _written.ExpectMsg<FactEvent.AddressVerified>();
    }

    [Fact]
    public void Should_go_on_and_try_again_when_nothing_can_be_written()
    {
        Script.WriteFailure = new IOException("database or disk is full");
        var (device, spec) = BringOnline(Unknown);
        Assert.Contains("disk is full", _watch.ExpectMsg<StorageMessages.Trouble>().Sentence, StringComparison.Ordinal);
        Push(device, spec, """{"1":true}""");
        Assert.Equal((DeviceState.Online, """{"1":true}"""), (Look(device).State, Look(device).Reported.ToJson()));

        Script.WriteFailure = null;
        Pass(device, TimeSpan.FromSeconds(5));

        _watch.ExpectMsg<StorageMessages.Well>();
        _written.ExpectMsg<FactEvent.AddressVerified>();
    }

    [Fact]
    public void Should_write_with_the_next_news_what_the_journal_did_not_take()
    {
        Script.Rejection = new InvalidOperationException("not now");
        var (device, spec) = BringOnline(Unknown);
        _watch.ExpectMsg<StorageMessages.Trouble>();
        Script.Rejection = null;
        Push(device, spec, """{"2":1}""");
        _written.ExpectMsg<FactEvent.AddressVerified>();
    }

    [Fact]
    public void Should_not_go_where_it_was_when_the_operator_says_otherwise_meanwhile()
    {
        Close(BringOnline(Definition).Device);
        var elsewhere = IPAddress.Parse("192.0.2.77");
        Assert.Equal(elsewhere, AdmitAndLook(Start(Definition with { Address = elsewhere }), out _).EndPoint.Address);
    }

    [Fact]
    public void Should_write_nothing_when_all_is_kept_in_memory()
    {
        Storage = FleetStorage.InMemory();
        var (device, spec) = BringOnline(Unknown);
        Push(device, spec, """{"1":true}""");
        Close(device);
        Assert.True(Script.IsEmpty);
    }

    private (IActorRef Device, ConnectionSpec Spec) BringOnline(DeviceDefinition definition)
    {
        var device = Start(definition);
        if (definition.Address is null)
            device.Tell(new DeviceMessages.Sighted(new DeviceSighting(Id, Found, null, null, 6667, Known: true)));
        return (device, BringOnline(device));
    }

    private static void Push(IActorRef device, ConnectionSpec spec, string dps) => device.Tell(Report(spec.Epoch, 0, CommandId.Status, dps));

    private DeviceRecord ExpectSnapshot() => (DeviceRecord)_written.FishForMessage(message => message is DeviceRecord);

    private void Close(IActorRef device) => End(device, new DeviceMessages.Close());

    private void End(IActorRef device, object message)
    {
        Watch(device);
        device.Tell(message);
        ExpectTerminated(device);
        Unwatch(device);
        Admission.ReceiveWhile<object>(TimeSpan.Zero, m => m);
    }

    private ConnectionSpec AdmitAndLook(IActorRef device, out DeviceSnapshot before)
    {
        var ask = Admission.FishForMessage<AdmissionMessages.Ask>(_ => Admission.LastSender.Equals(device));
        before = Look(device);
        device.Tell(new AdmissionMessages.Admitted(ask.Ticket), Admission.Ref);
        return ExpectConnection();
    }

    private void AssertKnowsNothing(IActorRef device)
    {
        AwaitCondition(() => Look(device).State == DeviceState.Resolving);
        var snapshot = Look(device);
        Assert.Equal((0, null, null), (snapshot.Reported.Count, snapshot.ReportedAt, snapshot.Version));
    }
}
