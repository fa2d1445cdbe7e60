using System.Net;
using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using TuyaActors.Admission;
using TuyaActors.Connection;
using TuyaActors.Device;
using TuyaActors.Files;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Frames;
using TuyaActors.Protocol.Payloads;
using TuyaActors.Settings;
using TuyaActors.Storage;
using TuyaActors.Telemetry;

namespace TuyaActors.Tests.Device;

/// <summary>A device actor whose connection, admission and router are probes, in virtual time.</summary>
public abstract class DeviceUnderTest : TestKit
{
    internal static readonly LocalKey Key = LocalKey.Parse("0123456789abcdef");
    internal static readonly LocalKey OtherKey = LocalKey.Parse("fedcba9876543210");
    internal static readonly DeviceId Id = new("bf0000000000000000test");

    private IActorRef? _connection;

    protected DeviceUnderTest(string hocon = "")
        : base(hocon + """akka { loglevel = DEBUG, scheduler.implementation = "TuyaActors.Tests.Device.SteppedScheduler, TuyaActors.Tests" }""")
    {
        (Router, Admission, Connection) = (CreateTestProbe("router"), CreateTestProbe("admission"), CreateTestProbe("connection"));
        Telemetry = new FleetTelemetry(FleetName);
    }

    /// <summary>Where the devices to start write down what they know; nowhere by default.</summary>
    internal FleetStorage? Storage { get; set; }

    /// <summary>Who hears that they cannot.</summary>
    internal IActorRef StorageWatch { get; set; } = ActorRefs.Nobody;

    /// <summary>Whether the devices to start have just been added.</summary>
    internal bool IsNew { get; set; }

    /// <summary>The files that the devices to start share.</summary>
    internal FileBudget Files { get; } = new(null);

    /// <summary>Of this test alone.</summary>
    internal string FleetName { get; } = Guid.NewGuid().ToString("n");

    internal FleetTelemetry Telemetry { get; }

    internal TestProbe Router { get; }

    internal TestProbe Admission { get; }

    /// <summary>Hears <see cref="ConnectionSpec"/> when a connection is made, and what the device writes to it.</summary>
    internal TestProbe Connection { get; }

    internal TestScheduler Time => (TestScheduler)Sys.Scheduler;

    /// <summary>Sets the wall clock; timers go on as they went.</summary>
    internal void StepClock(IActorRef device, TimeSpan by)
    {
        Look(device);
        ((SteppedScheduler)Sys.Scheduler).Step += by;
    }

    /// <summary>It refuses the key, or so it seems, twice in a row: nobody tries any more.</summary>
    internal void RejectKeyTwice(IActorRef device, ConnectionEnd end)
    {
        for (var i = 0; i < 2; i++)
        {
            device.Tell(new ConnectionEvent.Closed(Admit(device).Epoch, end, "test"));
            Pass(device, TimeSpan.FromSeconds(4));
        }

        Assert.Equal(DeviceState.KeyRejected, Look(device).State);
    }

    internal static DeviceDefinition Definition { get; } = new(Id)
    {
        Name = "lamp",
        Key = Key,
        Version = ProtocolVersion.V33,
        Address = IPAddress.Parse("192.0.2.7"),
    };

    /// <summary>It is seen where its definition says.</summary>
    internal static DeviceSighting Sighting { get; } = new(Id, IPAddress.Parse("192.0.2.7"), ProtocolVersion.V33, null, 6667, Known: true);

    /// <summary>Starts a device without jitter; each connection it makes shows up at <see cref="Connection"/>.</summary>
    internal IActorRef Start(DeviceDefinition? definition = null, string hocon = "")
    {
        var settings = FleetSettings.From(ConfigurationFactory.ParseString("tuya.reconnect { start-jitter = 0s, jitter = 0 }\n" + hocon));
        var device = Sys.ActorOf(DeviceActor.Props(definition ?? Definition, new DeviceSpec(
            settings, Admission.Ref, Router.Ref, (spec, _) => Props.Create(() => new Stub(spec, Connection.Ref)), () => 0)
        {
            Telemetry = Telemetry,
            Files = Files,
            Storage = Storage,
            StorageWatch = StorageWatch,
        }, IsNew));
        device.Tell(new DeviceMessages.Start());
        return device;
    }

    /// <summary>Lets the device in when it asks, and answers what it connects with.</summary>
    internal ConnectionSpec Admit(IActorRef device)
    {
        var ask = Admission.FishForMessage<AdmissionMessages.Ask>(_ => true);
        device.Tell(new AdmissionMessages.Admitted(ask.Ticket), Admission.Ref);
        return ExpectConnection();
    }

    /// <summary>The latest.</summary>
    internal IActorRef ConnectionActor => _connection!;

    internal ConnectionSpec ExpectConnection()
    {
        var made = Connection.FishForMessage<Made>(_ => true);
        _connection = made.Actor;
        return made.Spec;
    }

    /// <summary>The way to Online: connection, first query, its answer.</summary>
    internal ConnectionSpec BringOnline(IActorRef device)
    {
        var spec = Admit(device);
        device.Tell(new ConnectionEvent.Opened(spec.Epoch));
        device.Tell(new ConnectionEvent.Ready(spec.Epoch, 1));
        var query = ExpectWrite(CommandId.DpQuery);
        device.Tell(Report(spec.Epoch, query.Seqno, CommandId.DpQuery, """{"1":false}"""));
        ExpectState(DeviceState.Online);
        return spec;
    }

    internal ConnectionCommands.Write ExpectWrite(CommandId command) =>
        Connection.FishForMessage<ConnectionCommands.Write>(w => w.Request.Command == command);

    /// <summary>All that the device has written to its connection, or done to it, since the last look.</summary>
    internal List<object> ExpectAllWritten(IActorRef device)
    {
        Look(device);
        // The connection passes it on behind all that it got before.
        var end = new object();
        _connection!.Tell(end);
        var all = new List<object>();
        while (Connection.ReceiveOne(TestKitSettings.DefaultTimeout) is { } message && !ReferenceEquals(message, end))
            all.Add(message);
        return all;
    }

    internal DeviceEvents.StateChanged ExpectState(DeviceState state) => Router.FishForMessage<DeviceEvents.StateChanged>(e => e.To == state);

    internal static ConnectionEvent.Received Report(long epoch, uint seqno, CommandId command, string dps) =>
        Received(epoch, seqno, command, 0, $$"""{"dps":{{dps}}}""");

    internal static ConnectionEvent.Received Ack(long epoch, uint seqno, CommandId command) => Received(epoch, seqno, command, 0, "");

    internal static ConnectionEvent.Received Received(long epoch, uint seqno, CommandId command, uint retcode, string payload)
    {
        var message = new WireMessage(seqno, command, retcode, System.Text.Encoding.UTF8.GetBytes(payload), null);
        return new ConnectionEvent.Received(epoch, message, ReplyParser.Parse(message));
    }

    /// <summary>What the device is, once it has worked off what it was told before.</summary>
    internal DeviceSnapshot Look(IActorRef device)
    {
        var asker = CreateTestProbe();
        device.Tell(new DeviceQueries.GetDevice(Id), asker.Ref);
        return asker.ExpectMsg<Messages.DeviceReplies.DeviceFound>().Device;
    }

    /// <summary>Lets time pass, once the device has worked off what it was told before, and so set its timers.</summary>
    internal void Pass(IActorRef device, TimeSpan time)
    {
        Look(device);
        Time.Advance(time);
    }

    /// <summary>Keeps a connection from ending until it is released.</summary>
    internal sealed record Hold(ManualResetEventSlim Release);

    private sealed record Made(ConnectionSpec Spec, IActorRef Actor);

    private sealed class Stub(ConnectionSpec spec, IActorRef probe) : UntypedActor
    {
        protected override void PreStart() => probe.Tell(new Made(spec, Self));

        protected override void OnReceive(object message)
        {
            if (message is Hold hold)
                hold.Release.Wait();
            else
                probe.Forward(message);
        }
    }
}
