using Akka.Actor;
using TuyaActors.Device;
using TuyaActors.Device.Facts;

namespace TuyaActors.Fleet;

// The orderly end.
public sealed partial class FleetActor
{
    private sealed record Ended(IActorRef Device);

    private sealed record ClosedLongEnough;

    private readonly HashSet<IActorRef> _closing = [];

    private void Close()
    {
        // Those behind gateways are their gateways' to close.
        foreach (var (_, device) in _memory.Devices.Where(d => _memory.Definitions[d.Key].Gateway is null))
        {
            if (!_closing.Add(device))
                continue;
            Context.WatchWith(device, new Ended(device));
            device.Tell(new DeviceMessages.Close());
        }

        if (_closing.Count == 0)
            Context.Stop(Self);
        else
            Context.System.Scheduler.ScheduleTellOnce(FactsLink.ClosePatience, Self, new ClosedLongEnough(), Self);
    }

    private void EndIfAllHave(IActorRef device)
    {
        _closing.Remove(device);
        if (_closing.Count == 0)
            Context.Stop(Self);
    }
}
