using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Router;
using TuyaActors.Settings;
using TuyaActors.Telemetry;
using Filter = TuyaActors.Messages.EventFilter;

namespace TuyaActors.Tests.Router;

/// <summary>A router whose devices are probes, in virtual time.</summary>
public abstract class RouterUnderTest : TestKit
{
    internal static readonly DeviceId Lamp = new("lamp");
    internal static readonly DeviceId Plug = new("plug");
    internal static readonly DateTimeOffset At = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    internal static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TestProbe _settler;
    private int _requests;

    protected RouterUnderTest(string hocon = "")
        : base("""akka.scheduler.implementation = "TuyaActors.Tests.Device.SteppedScheduler, TuyaActors.Tests" """)
    {
        Router = Sys.ActorOf(RouterActor.Props(Settings(hocon), new FleetTelemetry(FleetName)), "router");
        _settler = CreateTestProbe();
    }

    /// <summary>Of this test alone.</summary>
    internal string FleetName { get; } = Guid.NewGuid().ToString("n");

    internal IActorRef Router { get; }

    internal TestScheduler Time => (TestScheduler)Sys.Scheduler;

    internal DateTimeOffset Clock => Time.Now;

    internal static FleetSettings Settings(string hocon = "") => FleetSettings.From(ConfigurationFactory.ParseString(hocon));

    internal static DeviceEvents.StateChanged Change(DeviceId id, DeviceState to, DiagnosisKind? diagnosis = null) =>
        new(id, DeviceState.Stopped, to, diagnosis is { } kind ? new Diagnosis(kind, "", 0, null) : null, At);

    internal static DeviceEvents.DpsReported Report(DeviceId id, params (int, DpValue)[] dps) => new(id, DpSet.Of(dps), DpSet.Of(dps), ReportCause.Push, At);

    internal static DeviceSnapshot Snapshot(DeviceId id, DeviceState state = DeviceState.Online, params (int, DpValue)[] dps) =>
        new(id) { Name = id.Value, State = state, Since = At, Reported = DpSet.Of(dps), Stale = !state.IsWell() };

    /// <summary>A device that the router knows from now on.</summary>
    internal TestProbe Known(DeviceId id, DeviceState? state = null, Func<DeviceDefinition, DeviceDefinition>? with = null)
    {
        var device = CreateTestProbe();
        var definition = new DeviceDefinition(id);
        Router.Tell(new RouterMessages.Known(with?.Invoke(definition) ?? definition, device.Ref));
        if (state is { } to)
            Router.Tell(Change(id, to), device.Ref);
        return device;
    }

    /// <summary>Asks the router; the answer comes to the probe.</summary>
    internal TestProbe Ask(object message)
    {
        var asker = CreateTestProbe();
        Router.Tell(message, asker.Ref);
        _requests += message is IManyCommand or DeviceQueries.GetDevice or DeviceQueries.GetDevices or DeviceCommands.Identify ? 1 : 0;
        return asker;
    }

    internal TestProbe Subscriber(Filter filter)
    {
        var subscriber = Ask(new DeviceQueries.Subscribe(filter));
        Assert.Same(filter, subscriber.ExpectMsg<DeviceReplies.Subscribed>(Patience).Filter);
        return subscriber;
    }

    /// <summary>A device is asked how it stands, and answers.</summary>
    internal static void Answer(TestProbe device, DeviceSnapshot snapshot)
    {
        device.FishForMessage<DeviceQueries.GetDevice>(_ => true, Patience);
        device.Reply(new DeviceReplies.DeviceFound(snapshot));
    }

    /// <summary>A device says how it stands, without a look at whether it was asked.</summary>
    internal void Say(TestProbe device, object message) => Router.Tell(message, device.Ref);

    /// <summary>Lets time pass, once the router, the actors of its requests, and the probes have worked off what they were told.</summary>
    internal void Pass(TimeSpan time, params IEnumerable<TestProbe> probes)
    {
        SettleAll(probes);
        Time.Advance(time);
        SettleAll(probes);
    }

    internal void SettleAll(params IEnumerable<TestProbe> probes)
    {
        // From the devices to the request and back; the answer to a look at a request that is over comes all the same.
        for (var round = 0; round < 2; round++)
        {
            Settle(Router);
            for (var number = 1; number <= _requests; number++)
                Sys.ActorSelection(Router.Path / $"request-{number}").Tell(new Identify(null), _settler.Ref);
            _settler.ReceiveN(_requests, Patience);
            foreach (var probe in probes)
                Settle(probe.Ref);
        }
    }

    // With one probe for all: the real test kit takes its time to make one.
    private void Settle(IActorRef actor)
    {
        actor.Tell(new Identify(null), _settler.Ref);
        _settler.ExpectMsg<ActorIdentity>(Patience);
    }

    internal void ExpectNothing(TestProbe probe)
    {
        Settle(Router);
        probe.ExpectNoMsg(TimeSpan.Zero);
    }

    internal static string[] Ids(IEnumerable<IWithDeviceId> messages) => [.. messages.Select(m => m.DeviceId.Value)];
}
