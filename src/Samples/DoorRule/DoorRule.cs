using Akka.Actor;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Samples;

/// <summary>
/// When the door opens, the light is on for a time; opened again, for that time from then on. A light that cannot be reached comes on as soon
/// as it can, while the time lasts; switching it off is tried until it is done, or the door opens.
/// </summary>
internal sealed class DoorRule : ReceiveActor, IWithTimers
{
    // Of a door contact: whether it is open. Of a lamp: whether it is on.
    private const int Open = 1;
    private const int Light = 20;

    // A lamp that is offline is connected again by the fleet; asking more often would not bring it back sooner.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly IActorRef _router;
    private readonly DeviceSelector _lights;
    private readonly TimeSpan _stays;
    private readonly Action<string> _tell;
    private int _wish;

    public DoorRule(IActorRef router, DeviceSelector doors, DeviceSelector lights, TimeSpan stays, Action<string> tell)
    {
        (_router, _lights, _stays, _tell) = (router, lights, stays, tell);
        router.Tell(new DeviceQueries.Subscribe(new EventFilter([], EventKinds.Reports) { Selector = doors, Dps = [Open] }));

        Receive<DeviceReplies.Subscribed>(_ => { });
        Receive<DeviceEvents.DpsReported>(report => report.Changed.TryGetValue(Open, out var open) && open.Equals(true), _ => Opened());
        Receive<DeviceEvents.DpsReported>(_ => { });
        Receive<DeviceEvents.Lagged>(_ => { });
        Receive<Switch>(message => Want(message.On));
        Receive<Ended>(ended => ended.Wish == _wish, Judge);
        Receive<Ended>(_ => { });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(IActorRef router, DeviceSelector doors, DeviceSelector lights, TimeSpan stays, Action<string> tell) =>
        Akka.Actor.Props.Create(() => new DoorRule(router, doors, lights, stays, tell));

    private void Opened()
    {
        _tell("The door opens.");
        Want(on: true);
        Timers.StartSingleTimer("off", new Switch(false), _stays); // instead of the one that runs
    }

    /// <summary>Each wish ends the one before; it keeps its deadline even while the light is offline.</summary>
    private void Want(bool on)
    {
        var wish = ++_wish;
        Timers.Cancel("again");
        var deadline = Context.System.Scheduler.Now + (on ? _stays : Pause);
        _router.Ask<DeviceReplies.Outcomes>(new DeviceCommands.SetDpsOfMany(_lights, DpSet.Of((Light, on)), deadline))
            .PipeTo(Self, success: outcomes => new Ended(wish, on, outcomes));
    }

    private void Judge(Ended ended)
    {
        var word = ended.On ? "on" : "off";
        foreach (var outcome in ended.Outcomes.Each)
            _tell($"Light {word}: {outcome.Sentence}");
        foreach (var name in ended.Outcomes.Unmatched)
            _tell($"Light {word}: there is no {name}");
        if (!ended.On && ended.Outcomes.Each.Any(outcome => !outcome.Succeeded))
            Timers.StartSingleTimer("again", new Switch(false), Pause);
    }

    private sealed record Switch(bool On);

    private sealed record Ended(int Wish, bool On, DeviceReplies.Outcomes Outcomes);
}
