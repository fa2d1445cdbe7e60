using Akka.Actor;
using TuyaActors.Messages;

namespace TuyaActors.Router;

// Requests: to one device straight on, all others by an actor that lives as long as its request.
internal sealed partial class RouterActor
{
    private IActorRef Begin(Props request) => Context.ActorOf(request, $"request-{++_memory.RequestNumber}");

    private void ToDevice(IWithDeviceId message)
    {
        if (Directory.Find(message.DeviceId) is { } device)
            device.Actor.Forward(message);
        else if (message is IDeviceCommand)
            Sender.Tell(new CommandOutcome.UnknownDevice(message.DeviceId));
        else
            Sender.Tell(new DeviceReplies.DeviceNotFound(message.DeviceId));
    }

    private void AskFresh(DeviceQueries.GetDevice query)
    {
        if (Directory.Find(query.DeviceId) is { } device)
            Begin(FreshDeviceActor.Props(query, device.Actor, query.Deadline ?? Now + _memory.Settings.CommandTimeout, Sender));
        else
            ToDevice(query);
    }

    private void Show(DeviceCommands.Identify command)
    {
        if (Directory.Find(command.DeviceId) is not { } device)
        {
            ToDevice(command);
        }
        else if (_memory.Showing.ContainsKey(command.DeviceId))
        {
            Sender.Tell(new CommandOutcome.Rejected(command.DeviceId, "it shows itself already"));
        }
        else
        {
            var by = Begin(IdentifyActor.Props(command, device.Actor, _memory.Settings.CommandTimeout, Sender));
            Context.WatchWith(by, new IdentifyActor.Shown(command.DeviceId, by));
            _memory.Showing[command.DeviceId] = by;
        }
    }

    private void ToMany(IManyCommand command)
    {
        if (ManyRequest.Refusal(command) is { } why)
        {
            Sender.Tell(new DeviceReplies.Refused(why));
            return;
        }

        var selection = Directory.Select(command.Devices);
        Begin(ManyCommandActor.Props(new ManyRequest(
            command,
            [.. selection.Devices.Select(device => new ManyTarget(device.Id, device.Actor, device.State.IsWell()))],
            [.. selection.Unknown],
            selection.Unmatched,
            command.Parallelism ?? _memory.Settings.ManyParallelism,
            command.Deadline ?? Now + _memory.Settings.CommandTimeout,
            Sender)));
    }

    private void GetDevices(DeviceQueries.GetDevices query)
    {
        if (Refusal(query) is { } why)
        {
            Sender.Tell(new DeviceReplies.Refused(why));
            return;
        }

        // Names, tags and states are known here: only those that are to be in the answer are asked.
        var found = Directory.Find(query.Filter);
        var asked = query.Page is { } page ? found.Skip(page.Skip).Take(page.Take) : found;
        Begin(GetDevicesQueryActor.Props(
            [.. asked.Select(device => (device.Id, device.Actor))],
            found.Count,
            query.Filter?.States ?? [],
            query.Timeout is { } timeout && timeout > TimeSpan.Zero ? timeout : GetDevicesQueryActor.DefaultTimeout,
            Sender));
    }

    private static string? Refusal(DeviceQueries.GetDevices query) => query switch
    {
        { Page.Skip: < 0 } => $"a page cannot begin {-(long)query.Page.Skip} before the first device; skip 0 or more",
        { Page.Take: < 1 } => $"a page of {query.Page.Take} devices holds none; take 1 or more",
        { Filter.States: null } => "the filter's states are null; leave them empty for any",
        { Filter.States: { } states } when states.FirstOrDefault(state => !Enum.IsDefined(state), DeviceState.Stopped) is var odd && !Enum.IsDefined(odd) => $"there is no device state {(int)odd}",
        _ => null,
    };
}
