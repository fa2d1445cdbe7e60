using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Hosting;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Hosting;

/// <summary><see cref="ITuyaFleet"/> over the fleet's and the router's mailboxes.</summary>
internal sealed class FleetClient(ActorSystem system, IRequiredActor<TuyaFleet> fleet, IRequiredActor<TuyaRouter> router) : ITuyaFleet
{
    // The fleet answers from memory: this is only reached where a host is overloaded.
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    // Above the command's own deadline, so that the outcome (which says more) comes first.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    // Commands without a time-out of their own end by tuya.command-timeout, those for a sleeping battery device by tuya.battery.command-timeout;
    // an ask must outlive any sensible value of these.
    private static readonly TimeSpan LongestCommand = TimeSpan.FromHours(25);

    public Task<DeviceReplies.Devices> GetDevicesAsync(CancellationToken cancellationToken = default) =>
        AskRouter<DeviceReplies.Devices>(new DeviceQueries.GetDevices(), AnswerWithin, cancellationToken);

    public async Task<DeviceSnapshot?> GetDeviceAsync(DeviceId id, CancellationToken cancellationToken = default)
    {
        var reply = await AskRouter<object>(new DeviceQueries.GetDevice(id), AnswerWithin, cancellationToken).ConfigureAwait(false);
        return (reply as DeviceReplies.DeviceFound)?.Device;
    }

    public Task<CommandOutcome> SetDpsAsync(DeviceId id, DpSet dps, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        Command(deadline => new DeviceCommands.SetDps(id, dps, deadline), timeout, cancellationToken);

    public Task<CommandOutcome> RefreshAsync(DeviceId id, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        Command(deadline => new DeviceCommands.Refresh(id, deadline), timeout, cancellationToken);

    public Task<CommandOutcome> WhenIdleAsync(DeviceId id, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        Command(deadline => new DeviceCommands.WhenIdle(id, deadline), timeout, cancellationToken);

    public Task<CommandOutcome> ReconnectAsync(DeviceId id, CancellationToken cancellationToken = default) =>
        AskRouter<CommandOutcome>(new DeviceCommands.Reconnect(id), AnswerWithin, cancellationToken);

    public Task<FleetReply> AddDeviceAsync(DeviceDefinition definition, CancellationToken cancellationToken = default) =>
        AskFleet(new FleetCommands.AddDevice(definition), cancellationToken);

    public Task<FleetReply> UpdateDeviceAsync(DeviceDefinition definition, CancellationToken cancellationToken = default) =>
        AskFleet(new FleetCommands.UpdateDevice(definition), cancellationToken);

    public Task<FleetReply> RemoveDeviceAsync(DeviceId id, CancellationToken cancellationToken = default) =>
        AskFleet(new FleetCommands.RemoveDevice(id), cancellationToken);

    public Task<FleetReply> ImportDevicesAsync(IEnumerable<DeviceDefinition> definitions, CancellationToken cancellationToken = default) =>
        AskFleet(new FleetCommands.ImportDevices([.. definitions]), cancellationToken);

    public Task<FleetHealth> GetHealthAsync(CancellationToken cancellationToken = default) =>
        AskRouter<FleetHealth>(new DeviceQueries.GetHealth(), AnswerWithin, cancellationToken);

    public async IAsyncEnumerable<IDeviceEvent> Events(EventFilter? filter = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var door = await router.GetAsync(cancellationToken).ConfigureAwait(false);
        var channel = new EventChannel();
        var subscriber = SubscriberActor.Subscribe(system, door, filter ?? EventFilter.Default, channel);
        try
        {
            await foreach (var e in channel.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                yield return e;
        }
        finally
        {
            system.Stop(subscriber);
        }
    }

    private Task<CommandOutcome> Command(Func<DateTimeOffset?, object> command, TimeSpan? timeout, CancellationToken cancellationToken) =>
        AskRouter<CommandOutcome>(
            command(timeout is { } time ? system.Scheduler.Now + time : null),
            timeout is { } wanted ? wanted + Grace : LongestCommand,
            cancellationToken);

    private async Task<T> AskRouter<T>(object message, TimeSpan within, CancellationToken cancellationToken) =>
        await (await router.GetAsync(cancellationToken).ConfigureAwait(false)).Ask<T>(message, within, cancellationToken).ConfigureAwait(false);

    private async Task<FleetReply> AskFleet(object message, CancellationToken cancellationToken) =>
        await (await fleet.GetAsync(cancellationToken).ConfigureAwait(false)).Ask<FleetReply>(message, AnswerWithin, cancellationToken).ConfigureAwait(false);
}
