// readme
using Akka.Actor;
using Akka.Hosting;
using TuyaActors.Hosting;
using TuyaActors.Messages;
using TuyaActors.Protocol;

internal sealed class HallLight : ReceiveActor
{
    public HallLight(IRequiredActor<TuyaRouter> router)
    {
        var lamp = DeviceSelector.Named("Hall lamp");
        router.ActorRef.Tell(new DeviceQueries.Subscribe(EventFilter.Default with { Selector = lamp }));
        router.ActorRef.Tell(new DeviceCommands.SetDpsOfMany(lamp, DpSet.Of((20, true))));

        Receive<DeviceReplies.Outcomes>(done => Console.WriteLine($"Light on: {string.Join("; ", done.Each.Select(outcome => outcome.Sentence))}"));
        Receive<DeviceEvents.StateChanged>(change => Console.WriteLine($"It is {change.To}. {change.Diagnosis?.Sentence}"));
        Receive<DeviceEvents.DpsReported>(report => Console.WriteLine($"It reports {report.Dps}"));
        ReceiveAny(_ => { });
    }
}
// end
