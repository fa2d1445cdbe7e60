using System.Net;
using Akka.Actor;
using TuyaActors.Connection;
using TuyaActors.Device;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Tests.Device;

/// <summary>What a device does when it is seen in the network.</summary>
public sealed class DeviceActorSightingSpecs : DeviceUnderTest
{
    [Fact]
    public void Should_wait_for_a_sighting_when_it_has_no_address()
    {
        var device = Start(Definition with { Address = null });
        Assert.Equal(DiagnosisKind.Unresolved, Look(device).Diagnosis!.Kind);

        device.Tell(new DeviceMessages.Sighted(Sighting));

        Assert.Equal(new IPEndPoint(Sighting.Address, 6668), Admit(device).EndPoint);
    }

    [Fact]
    public void Should_end_its_wait_at_once_when_it_is_sighted()
    {
        var device = Start();
        device.Tell(new ConnectionEvent.Closed(Admit(device).Epoch, ConnectionEnd.Unreachable, "no route"));
        ExpectState(DeviceState.Backoff);

        device.Tell(new DeviceMessages.Sighted(Sighting));

        Admit(device);
    }

    [Fact]
    public void Should_not_be_woken_by_sightings_while_another_client_holds_the_device()
    {
        var device = Start();
        device.Tell(new ConnectionEvent.Closed(Admit(device).Epoch, ConnectionEnd.ClosedBeforeWeSpoke, "closed"));
        ExpectState(DeviceState.Backoff);

        device.Tell(new DeviceMessages.Sighted(Sighting));

        Assert.Equal(DeviceState.Backoff, Look(device).State);
    }

    [Fact]
    public void Should_not_be_driven_by_sightings_of_a_device_that_does_not_listen()
    {
        var device = Start();
        device.Tell(new ConnectionEvent.Closed(Admit(device).Epoch, ConnectionEnd.Refused, "refused"));
        device.Tell(new DeviceMessages.Sighted(Sighting));
        device.Tell(new ConnectionEvent.Closed(Admit(device).Epoch, ConnectionEnd.Refused, "refused"));
        device.Tell(new DeviceMessages.Sighted(Sighting));
        Assert.Equal(DeviceState.Backoff, Look(device).State);
    }

    [Fact]
    public void Should_be_woken_by_a_sighting_again_when_the_clock_was_set_back()
    {
        var device = Start();
        device.Tell(new ConnectionEvent.Closed(Admit(device).Epoch, ConnectionEnd.Refused, "refused"));
        device.Tell(new DeviceMessages.Sighted(Sighting));
        device.Tell(new ConnectionEvent.Closed(Admit(device).Epoch, ConnectionEnd.Refused, "refused"));
        StepClock(device, TimeSpan.FromHours(-1));
        device.Tell(new DeviceMessages.Sighted(Sighting));
        Admit(device);
    }

    [Fact]
    public void Should_not_let_a_sighting_disturb_an_attempt_in_progress()
    {
        var device = Start();
        var spec = Admit(device);
        device.Tell(new DeviceMessages.Sighted(Sighting with { Address = IPAddress.Parse("192.0.2.99") }));
        var snapshot = Look(device);
        Assert.Equal((DeviceState.Connecting, spec.EndPoint), (snapshot.State, snapshot.EndPoint));
        Connection.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Should_try_the_sighted_address_when_the_known_one_fails_and_adopt_it_only_after_a_handshake()
    {
        var elsewhere = IPAddress.Parse("192.0.2.99");
        var device = Start();
        var first = Admit(device);
        device.Tell(new DeviceMessages.Sighted(Sighting with { Address = elsewhere }));
        device.Tell(new ConnectionEvent.Closed(first.Epoch, ConnectionEnd.Unreachable, "no route"));
        ExpectState(DeviceState.Backoff);
        Pass(device, TimeSpan.FromSeconds(1));
        var second = Admit(device);
        Assert.Equal(elsewhere, second.EndPoint.Address);

        // Somebody else answers there: back to the known address.
        device.Tell(new ConnectionEvent.Closed(second.Epoch, ConnectionEnd.Garbled, "no Tuya device"));
        ExpectState(DeviceState.Backoff);
        Pass(device, TimeSpan.FromSeconds(2));
        Assert.Equal(Definition.Address, Admit(device).EndPoint.Address);
    }

    [Fact]
    public void Should_try_where_a_device_announces_itself_when_somebody_else_holds_its_address()
    {
        var elsewhere = IPAddress.Parse("192.0.2.99");
        var device = Start();
        device.Tell(new ConnectionEvent.Closed(Admit(device).Epoch, ConnectionEnd.ClosedBeforeWeSpoke, "closed"));
        ExpectState(DeviceState.Backoff);

        device.Tell(new DeviceMessages.Sighted(Sighting with { Address = elsewhere }));

        Assert.Equal(elsewhere, Admit(device).EndPoint.Address);
    }

    [Fact]
    public void Should_leave_a_rejection_when_the_device_shows_up_at_another_address()
    {
        var elsewhere = Sighting with { Address = IPAddress.Parse("192.0.2.99") };
        var device = Start();
        RejectKeyTwice(device, ConnectionEnd.KeyMismatch);

        device.Tell(new DeviceMessages.Sighted(elsewhere));
        var spec = Admit(device);
        Assert.Equal(elsewhere.Address, spec.EndPoint.Address);

        // Refused there too: now it is the key, and further sightings of that address change nothing.
        device.Tell(new ConnectionEvent.Closed(spec.Epoch, ConnectionEnd.KeyMismatch, "wrong key"));
        Pass(device, TimeSpan.FromSeconds(5));
        device.Tell(new ConnectionEvent.Closed(Admit(device).Epoch, ConnectionEnd.KeyMismatch, "wrong key"));
        ExpectState(DeviceState.KeyRejected);
        device.Tell(new DeviceMessages.Sighted(elsewhere));
        Assert.Equal(DeviceState.KeyRejected, Look(device).State);
    }

    [Fact]
    public void Should_find_out_the_version_anew_when_sightings_contradict_the_one_that_served()
    {
        var device = Start(Definition with { Version = null });
        device.Tell(new DeviceMessages.Sighted(Sighting));
        var first = BringOnline(device);
        Assert.Equal(ProtocolVersion.V33, first.Version);
        device.Tell(new DeviceMessages.Sighted(Sighting with { Version = ProtocolVersion.V34 }));
        device.Tell(new ConnectionEvent.Closed(first.Epoch, ConnectionEnd.ClosedLater, "restarts with new firmware"));
        Pass(device, TimeSpan.FromSeconds(2));
        var second = Admit(device);
        Assert.Equal(ProtocolVersion.V33, second.Version);
        device.Tell(new ConnectionEvent.Opened(second.Epoch));
        device.Tell(new ConnectionEvent.Closed(second.Epoch, ConnectionEnd.ClosedAfterWeSpoke, "closed"));
        Pass(device, TimeSpan.FromSeconds(3));

        Assert.Equal(ProtocolVersion.V34, Admit(device).Version);
    }
}
