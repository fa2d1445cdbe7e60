using System.Net;
using Akka.Actor;
using Akka.TestKit;
using TuyaActors.Admission;
using TuyaActors.Connection;
using TuyaActors.Device;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Tests.Device;

public sealed class DeviceActorLifeSpecs : DeviceUnderTest
{
    [Fact]
    public void Should_ask_for_its_turn_before_it_connects()
    {
        var device = Start();
        Admission.ExpectMsg<AdmissionMessages.Ask>();
        Connection.ExpectNoMsg(TimeSpan.Zero);
        Assert.Equal(DeviceState.Waiting, Look(device).State);
    }

    [Fact]
    public void Should_give_its_turn_back_when_it_is_online()
    {
        var device = Start();
        BringOnline(device);
        Admission.ExpectMsg<AdmissionMessages.Done>();
        Assert.Null(Look(device).Diagnosis);
    }

    [Fact]
    public void Should_give_its_turn_back_when_the_attempt_fails()
    {
        var device = Start();
        var spec = Admit(device);
        device.Tell(new ConnectionEvent.Closed(spec.Epoch, ConnectionEnd.Refused, "refused"));
        Admission.ExpectMsg<AdmissionMessages.Done>();
    }

    [Fact]
    public void Should_take_no_answer_to_the_connection_attempt_for_unreachable()
    {
        var device = Start();
        Admit(device);
        Pass(device, TimeSpan.FromSeconds(5));
        Assert.Equal(DiagnosisKind.Unreachable, ExpectState(DeviceState.Backoff).Diagnosis!.Kind);
    }

    [Fact]
    public void Should_take_silence_behind_an_open_connection_for_what_it_is()
    {
        var device = Start();
        var spec = Admit(device);
        device.Tell(new ConnectionEvent.Opened(spec.Epoch));
        device.Tell(new ConnectionEvent.Ready(spec.Epoch, 1));
        ExpectWrite(CommandId.Heartbeat);
        Pass(device, TimeSpan.FromSeconds(5));
        Assert.Equal(DiagnosisKind.SilentAfterConnect, ExpectState(DeviceState.Backoff).Diagnosis!.Kind);
    }

    [Fact]
    public void Should_be_online_with_a_device_that_only_answers_heartbeats()
    {
        var device = Start();
        var spec = Admit(device);
        device.Tell(new ConnectionEvent.Opened(spec.Epoch));
        device.Tell(new ConnectionEvent.Ready(spec.Epoch, 1));
        ExpectWrite(CommandId.Heartbeat);
        device.Tell(Ack(spec.Epoch, 0, CommandId.Heartbeat));
        Pass(device, TimeSpan.FromSeconds(5));
        ExpectState(DeviceState.Online);
    }

    [Fact]
    public void Should_wait_longer_after_each_failure_up_to_the_cap()
    {
        var device = Start();
        double[] waits = [1, 1.8, 3.24, 5.832, 10.4976, 18.89568, 34.012224, 60, 60];
        foreach (var wait in waits)
        {
            var spec = Admit(device);
            device.Tell(new ConnectionEvent.Closed(spec.Epoch, ConnectionEnd.Refused, "refused"));
            var snapshot = Look(device);
            Assert.Equal(DeviceState.Backoff, snapshot.State);
            Assert.Equal(wait, (snapshot.NextAttemptAt!.Value - Time.Now).TotalSeconds, 0.01);
            Pass(device, TimeSpan.FromSeconds(wait) - TimeSpan.FromMilliseconds(20));
            Assert.Equal(DeviceState.Backoff, Look(device).State);
            Pass(device, TimeSpan.FromMilliseconds(40));
        }
    }

    [Fact]
    public void Should_begin_anew_with_short_waits_after_it_was_online()
    {
        var device = Start();
        for (var i = 0; i < 3; i++)
        {
            device.Tell(new ConnectionEvent.Closed(Admit(device).Epoch, ConnectionEnd.Refused, "refused"));
            ExpectState(DeviceState.Backoff);
            Pass(device, TimeSpan.FromSeconds(10));
        }

        var spec = BringOnline(device);
        Pass(device, TimeSpan.FromSeconds(9));
        device.Tell(new ConnectionEvent.Closed(spec.Epoch, ConnectionEnd.ClosedLater, "closed"));
        Assert.Equal(1, (Look(device).NextAttemptAt!.Value - Time.Now).TotalSeconds, 0.01);
    }

    [Fact]
    public void Should_ignore_what_an_earlier_connection_still_says()
    {
        var device = Start();
        var first = BringOnline(device);
        device.Tell(new ConnectionEvent.Closed(first.Epoch, ConnectionEnd.ClosedLater, "closed"));
        ExpectState(DeviceState.Backoff);
        Pass(device, TimeSpan.FromSeconds(1));
        BringOnline(device);

        device.Tell(new ConnectionEvent.Closed(first.Epoch, ConnectionEnd.ClosedLater, "closed"));
        device.Tell(Report(first.Epoch, 0, CommandId.Status, """{"1":true}"""));

        var snapshot = Look(device);
        Assert.Equal(DeviceState.Online, snapshot.State);
        Assert.Equal(DpSet.Of((1, false)), snapshot.Reported);
    }

    [Fact]
    public void Should_stop_trying_after_the_second_refusal_of_the_key_in_a_row()
    {
        var device = Start();
        device.Tell(new ConnectionEvent.Closed(Admit(device).Epoch, ConnectionEnd.KeyMismatch, "wrong key"));
        ExpectState(DeviceState.Backoff);
        Pass(device, TimeSpan.FromSeconds(1));
        device.Tell(new ConnectionEvent.Closed(Admit(device).Epoch, ConnectionEnd.KeyMismatch, "wrong key"));
        Assert.Equal(914, ExpectState(DeviceState.KeyRejected).Diagnosis!.TinytuyaCode);

        Pass(device, TimeSpan.FromHours(1));
        device.Tell(new DeviceMessages.Sighted(Sighting));
        Assert.Equal(DeviceState.KeyRejected, Look(device).State);
        Connection.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Should_forget_a_refusal_of_the_key_when_something_else_fails_in_between()
    {
        var device = Start();
        foreach (var end in new[] { ConnectionEnd.KeyMismatch, ConnectionEnd.Unreachable, ConnectionEnd.KeyMismatch })
        {
            device.Tell(new ConnectionEvent.Closed(Admit(device).Epoch, end, "test"));
            ExpectState(DeviceState.Backoff);
            Pass(device, TimeSpan.FromSeconds(60));
        }
    }

    [Fact]
    public void Should_connect_at_once_with_a_new_key()
    {
        var device = Start();
        for (var i = 0; i < 2; i++)
        {
            device.Tell(new ConnectionEvent.Closed(Admit(device).Epoch, ConnectionEnd.KeyMismatch, "wrong key"));
            Pass(device, TimeSpan.FromSeconds(2));
        }

        ExpectState(DeviceState.KeyRejected);
        device.Tell(new DeviceMessages.Redefine(Definition with { Key = OtherKey }));

        Assert.Equal(OtherKey, Admit(device).Key);
    }

    /// <summary>A device takes one client; a soak found one that had two for a moment after it had been defined anew.</summary>
    [Fact]
    public void Should_not_ask_for_the_next_connection_before_the_former_is_closed()
    {
        using var release = new ManualResetEventSlim();
        var device = Start();
        var first = BringOnline(device);
        ConnectionActor.Tell(new Hold(release));
        device.Tell(new DeviceMessages.Redefine(Definition with { Address = IPAddress.Parse("192.0.2.8") }));
        ExpectState(DeviceState.Waiting);
        Look(device);
        Assert.DoesNotContain(AllOf<AdmissionMessages.Ask>(Admission), ask => ask.Ticket > first.Epoch);

        release.Set();
        var second = Admit(device);
        Assert.Equal("192.0.2.8", second.EndPoint.Address.ToString());
    }

    [Fact]
    public void Should_connect_again_when_a_connection_has_failed_by_itself()
    {
        var device = Start();
        BringOnline(device);
        ConnectionActor.Tell(PoisonPill.Instance);
        ExpectState(DeviceState.Backoff);
        Pass(device, TimeSpan.FromSeconds(2));
        Admit(device);
    }

    private static List<T> AllOf<T>(TestProbe probe)
    {
        var all = new List<T>();
        while (probe.HasMessages)
        {
            if (probe.ReceiveOne() is T one)
                all.Add(one);
        }

        return all;
    }

    [Fact]
    public void Should_listen_before_it_speaks_after_it_was_left_without_a_word()
    {
        var device = Start();
        var first = Admit(device);
        Assert.Equal(TimeSpan.Zero, first.ListenFirst);
        device.Tell(new ConnectionEvent.Opened(first.Epoch));
        device.Tell(new ConnectionEvent.Closed(first.Epoch, ConnectionEnd.ClosedAfterWeSpoke, "closed"));
        Assert.Equal(DiagnosisKind.ResetOnConnect, ExpectState(DeviceState.Backoff).Diagnosis!.Kind);
        Pass(device, TimeSpan.FromSeconds(1));

        var second = Admit(device);
        Assert.True(second.ListenFirst > TimeSpan.Zero);
        device.Tell(new ConnectionEvent.Opened(second.Epoch));
        device.Tell(new ConnectionEvent.Closed(second.Epoch, ConnectionEnd.ClosedAfterWeSpoke, "closed"));
        Assert.Equal(DiagnosisKind.KeyRejected, ExpectState(DeviceState.Backoff).Diagnosis!.Kind);
    }

    [Theory]
    [InlineData(nameof(ConnectionEnd.Refused))]
    [InlineData(nameof(ConnectionEnd.Unreachable))]
    public void Should_call_a_device_wedged_that_refuses_sessions_though_it_was_never_away(string end)
    {
        var absence = Enum.Parse<ConnectionEnd>(end);
        var device = Start(Definition with { Version = ProtocolVersion.V34 });
        var spec = BringOnlineWithSession(device);
        device.Tell(new ConnectionEvent.Closed(spec.Epoch, ConnectionEnd.ClosedLater, "closed"));
        Assert.Equal(DiagnosisKind.Unresponsive, ExpectState(DeviceState.Backoff).Diagnosis!.Kind);

        Assert.Equal(DiagnosisKind.ResetOnConnect, FailNext(device, ConnectionEnd.ClosedAfterWeSpoke));
        for (var i = 0; i < 3; i++)
            Assert.Equal(DiagnosisKind.Wedged, FailNext(device, ConnectionEnd.ClosedAfterWeSpoke));

        // Somebody took its power, and it still refuses: then it has another key.
        FailNext(device, absence);
        Assert.Equal(DiagnosisKind.ResetOnConnect, FailNext(device, ConnectionEnd.ClosedAfterWeSpoke));
        Assert.Equal(DiagnosisKind.KeyRejected, FailNext(device, ConnectionEnd.ClosedAfterWeSpoke));
    }

    [Fact]
    public void Should_not_call_a_device_wedged_whose_key_never_served()
    {
        var device = Start(Definition with { Version = ProtocolVersion.V34 });
        BringOnlineWithSession(device);
        device.Tell(new DeviceMessages.Redefine(Definition with { Version = ProtocolVersion.V34, Key = OtherKey }));

        Assert.Equal(DiagnosisKind.ResetOnConnect, FailNext(device, ConnectionEnd.ClosedAfterWeSpoke));
        Assert.Equal(DiagnosisKind.KeyRejected, FailNext(device, ConnectionEnd.ClosedAfterWeSpoke));
    }

    private ConnectionSpec BringOnlineWithSession(IActorRef device)
    {
        var spec = Admit(device);
        device.Tell(new ConnectionEvent.Opened(spec.Epoch));
        device.Tell(new ConnectionEvent.Ready(spec.Epoch, 3));
        ExpectState(DeviceState.Online);
        return spec;
    }

    private DiagnosisKind FailNext(IActorRef device, ConnectionEnd end)
    {
        Pass(device, TimeSpan.FromSeconds(60));
        device.Tell(new ConnectionEvent.Closed(Admit(device).Epoch, end, "test"));
        return ExpectState(DeviceState.Backoff).Diagnosis!.Kind;
    }

    [Fact]
    public void Should_give_a_connection_up_when_its_heartbeats_have_no_answer()
    {
        var device = Start();
        var spec = BringOnline(device);
        ExpectWrite(CommandId.Heartbeat); // the one at the start
        Pass(device, TimeSpan.FromSeconds(9)); // heard something within the first interval
        Pass(device, TimeSpan.FromSeconds(9));
        ExpectWrite(CommandId.Heartbeat);
        Pass(device, TimeSpan.FromSeconds(5));
        ExpectWrite(CommandId.Heartbeat);
        Assert.Equal(DeviceState.Online, Look(device).State);
        Pass(device, TimeSpan.FromSeconds(5));
        Assert.Equal(DiagnosisKind.Unresponsive, ExpectState(DeviceState.Backoff).Diagnosis!.Kind);
        Assert.Equal(1, spec.Epoch);
    }

    [Fact]
    public void Should_stay_online_as_long_as_heartbeats_are_answered()
    {
        var device = Start();
        var spec = BringOnline(device);
        ExpectWrite(CommandId.Heartbeat);
        Pass(device, TimeSpan.FromSeconds(9));
        for (var i = 0; i < 20; i++)
        {
            Pass(device, TimeSpan.FromSeconds(9));
            ExpectWrite(CommandId.Heartbeat);
            device.Tell(Ack(spec.Epoch, 0, CommandId.Heartbeat));
            Pass(device, TimeSpan.FromSeconds(9)); // this tick finds that something was heard
        }

        Assert.Equal(DeviceState.Online, Look(device).State);
    }

    [Fact]
    public void Should_send_heartbeats_to_a_device_that_talks_while_we_are_silent()
    {
        // Devices close a connection on which they hear nothing, however much they say themselves.
        var device = Start();
        var spec = BringOnline(device);
        ExpectWrite(CommandId.Heartbeat);
        Pass(device, TimeSpan.FromSeconds(9));
        for (var i = 0; i < 5; i++)
        {
            device.Tell(Report(spec.Epoch, 0, CommandId.Status, $$"""{"18":{{i}}}"""));
            Pass(device, TimeSpan.FromSeconds(9));
            ExpectWrite(CommandId.Heartbeat);
            device.Tell(Ack(spec.Epoch, 0, CommandId.Heartbeat));
            Pass(device, TimeSpan.FromSeconds(9));
        }

        Assert.Equal(DeviceState.Online, Look(device).State);
    }

    [Fact]
    public void Should_connect_when_an_operator_gives_the_missing_address()
    {
        var device = Start(Definition with { Address = null });
        Assert.Equal(DeviceState.Resolving, Look(device).State);

        device.Tell(new DeviceMessages.Redefine(Definition));

        Assert.Equal(Definition.Address, Admit(device).EndPoint.Address);
    }

    [Fact]
    public void Should_look_again_later_when_a_device_only_closed_the_connection()
    {
        var device = Start();
        device.Tell(new ConnectionEvent.Closed(Admit(device).Epoch, ConnectionEnd.ClosedAfterWeSpoke, "closed")); // provisional
        Pass(device, TimeSpan.FromSeconds(2));
        RejectKeyTwice(device, ConnectionEnd.ClosedAfterWeSpoke);

        Pass(device, TimeSpan.FromMinutes(5));

        BringOnline(device);
    }

    [Fact]
    public void Should_not_believe_in_a_guessed_version_because_of_an_answer_that_means_nothing()
    {
        var device = Start(Definition with { Version = null });
        var spec = Admit(device);
        device.Tell(new ConnectionEvent.Opened(spec.Epoch));
        device.Tell(new ConnectionEvent.Ready(spec.Epoch, 1));
        var query = ExpectWrite(CommandId.DpQuery);
        device.Tell(Ack(spec.Epoch, 0, CommandId.Heartbeat));
        device.Tell(Received(spec.Epoch, query.Seqno, CommandId.DpQuery, 1, "parse data error"));
        Assert.Equal(DeviceState.Connecting, Look(device).State);

        Pass(device, TimeSpan.FromSeconds(5));

        ExpectState(DeviceState.Backoff);
        Pass(device, TimeSpan.FromSeconds(1));
        Assert.NotEqual(spec.Version, Admit(device).Version);
    }

    [Fact]
    public void Should_look_for_the_version_anew_when_the_one_that_served_is_answered_by_nothing_that_means_anything()
    {
        var device = Start(Definition with { Version = null });
        device.Tell(new ConnectionEvent.Closed(BringOnline(device).Epoch, ConnectionEnd.ClosedLater, "closed"));
        ExpectState(DeviceState.Backoff);
        Pass(device, TimeSpan.FromSeconds(1));
        var spec = Admit(device);
        Assert.Equal(ProtocolVersion.V33, spec.Version);
        device.Tell(new ConnectionEvent.Opened(spec.Epoch));
        device.Tell(new ConnectionEvent.Ready(spec.Epoch, 1));
        var query = ExpectWrite(CommandId.DpQuery);
        device.Tell(Ack(spec.Epoch, 0, CommandId.Heartbeat));
        device.Tell(Received(spec.Epoch, query.Seqno, CommandId.DpQuery, 1, "parse data error"));

        Pass(device, TimeSpan.FromSeconds(5));

        Assert.Equal(DiagnosisKind.VersionMismatch, ExpectState(DeviceState.Backoff).Diagnosis!.Kind);
        device.Tell(new DeviceMessages.Sighted(Sighting with { Version = ProtocolVersion.V35 }));
        Pass(device, TimeSpan.FromSeconds(60));
        Assert.Equal(ProtocolVersion.V35, Admit(device).Version);
    }

    [Fact]
    public void Should_give_a_key_that_served_a_moment_ago_more_than_two_chances()
    {
        var device = Start(Definition with { Version = ProtocolVersion.V34 });
        device.Tell(new ConnectionEvent.Closed(BringOnlineWithSession(device).Epoch, ConnectionEnd.ClosedLater, "closed"));
        ExpectState(DeviceState.Backoff);
        for (var i = 0; i < 4; i++)
            Assert.Equal(DiagnosisKind.KeyRejected, FailNext(device, ConnectionEnd.KeyMismatch));

        Pass(device, TimeSpan.FromSeconds(60));
        device.Tell(new ConnectionEvent.Closed(Admit(device).Epoch, ConnectionEnd.KeyMismatch, "test"));

        ExpectState(DeviceState.KeyRejected);
    }

    [Fact]
    public void Should_not_take_a_heartbeats_answer_for_a_proof_of_the_key()
    {
        var device = Start();
        var spec = Admit(device);
        device.Tell(new ConnectionEvent.Opened(spec.Epoch));
        device.Tell(new ConnectionEvent.Ready(spec.Epoch, 1));
        ExpectWrite(CommandId.Heartbeat);
        device.Tell(new ConnectionEvent.Unreadable(spec.Epoch, "a payload that does not decrypt"));
        device.Tell(Ack(spec.Epoch, 0, CommandId.Heartbeat));
        Pass(device, TimeSpan.FromSeconds(5));
        Assert.Equal(DiagnosisKind.ProtocolError, ExpectState(DeviceState.Backoff).Diagnosis!.Kind);
    }

    [Fact]
    public void Should_wait_longer_and_longer_for_a_device_that_comes_and_goes()
    {
        var device = Start();
        foreach (var wait in new[] { 1, 1.8, 3.24 })
        {
            var spec = BringOnline(device);
            device.Tell(new ConnectionEvent.Closed(spec.Epoch, ConnectionEnd.ClosedLater, "closed"));
            Assert.Equal(wait, (Look(device).NextAttemptAt!.Value - Time.Now).TotalSeconds, 0.01);
            Pass(device, TimeSpan.FromSeconds(wait));
        }
    }

    [Fact]
    public void Should_give_its_turn_back_when_it_crashes()
    {
        var device = Start(Definition with { Version = ProtocolVersion.V34 });
        var spec = Admit(device);
        device.Tell(new ConnectionEvent.Opened(spec.Epoch));
        EventFilter.Exception<IllegalTransitionException>().ExpectOne(() => device.Tell(new ConnectionEvent.Opened(spec.Epoch)));
        Assert.Equal(spec.Epoch, Admission.ExpectMsg<AdmissionMessages.Done>().Ticket);
    }

    [Fact]
    public void Should_warn_once_and_then_only_mention_it()
    {
        var device = Start();
        EventFilter.Warning(start: "Device 'lamp'").Expect(1, () =>
        {
            for (var i = 0; i < 4; i++)
            {
                device.Tell(new ConnectionEvent.Closed(Admit(device).Epoch, ConnectionEnd.Refused, "refused"));
                Pass(device, TimeSpan.FromSeconds(60));
            }
        });
    }

    [Fact]
    public void Should_survive_a_crash_with_its_latest_definition_and_answer_what_was_open()
    {
        var device = Start(Definition with { Version = ProtocolVersion.V34 });
        Admission.ExpectMsg<AdmissionMessages.Ask>();
        device.Tell(new DeviceMessages.Redefine(Definition with { Version = ProtocolVersion.V34, Key = OtherKey }));
        var spec = Admit(device);
        device.Tell(new DeviceCommands.SetDps(Id, DpSet.Of((1, true))), TestActor);
        device.Tell(new ConnectionEvent.Opened(spec.Epoch));

        // A second "opened" can only come from a mistake in our own code.
        EventFilter.Exception<IllegalTransitionException>().ExpectOne(() => device.Tell(new ConnectionEvent.Opened(spec.Epoch)));

        Assert.IsType<CommandOutcome.Cancelled>(ExpectMsg<CommandOutcome>());
        Assert.Equal(OtherKey, Admit(device).Key);
    }
}
