using Akka.Actor;
using TuyaActors.Messages;
using TuyaActors.Turns;

namespace TuyaActors.Hosting;

/// <summary>Asks a fleet's actors on behalf of code without actors, and says in that code's words when there is no answer.</summary>
internal sealed class FleetDoors
{
    // A host that starts much else beside the fleet may take its time.
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(60);

    private readonly CancellationToken _ended;
    private TuyaFleetActors? _actors;

    public FleetDoors(ActorSystem system, string name)
    {
        (System, Name) = (system, name);
        var end = new CancellationTokenSource();
        _ended = end.Token;
        _ = system.WhenTerminated.ContinueWith(_ => end.Cancel(), TaskScheduler.Default);
    }

    public ActorSystem System { get; }

    public string Name { get; }

    public async ValueTask<TuyaFleetActors> Open(CancellationToken cancellationToken)
    {
        if (_actors is { } known)
            return known;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ended);
        var fleets = TuyaFleets.For(System);
        try
        {
            return _actors = await fleets.GetAsync(Name, end.Token).WaitAsync(StartWithin, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException(fleets.Missing(Name));
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Ended();
        }
    }

    /// <exception cref="ArgumentException">The question was refused.</exception>
    public async Task<T> Ask<T>(Func<TuyaFleetActors, IActorRef> door, object message, TimeSpan within, CancellationToken cancellationToken)
    {
        var to = door(await Open(cancellationToken).ConfigureAwait(false));
        using var end = cancellationToken.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ended) : null;
        try
        {
            return await AskAtOnce(to, message, within, end?.Token ?? _ended).ConfigureAwait(false) switch
            {
                T reply => reply,
                DeviceReplies.Refused refused => throw new ArgumentException(refused.Reason),
                var other => throw new InvalidOperationException($"the fleet answered {message.GetType().Name} by {other?.GetType().Name ?? "nothing"}"),
            };
        }
        catch (AskTimeoutException)
        {
            throw new TimeoutException($"the fleet '{Name}' did not answer within {within.TotalSeconds:0.#} s");
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Ended();
        }
    }

    // What a question leads to at once, down to the device's socket, is done by the thread that asks: nobody has to be woken for it. That takes some ten
    // microseconds; a fleet that has more to do does it elsewhere. A thread that has a way of its own, as that of a user interface, is left alone.
    private static Task<object> AskAtOnce(IActorRef to, object message, TimeSpan within, CancellationToken end) =>
        SynchronizationContext.Current is null && TaskScheduler.Current == TaskScheduler.Default
            ? TurnQueue.Work(static ask => ask.To.Ask<object>(ask.Message, ask.Within, ask.End), (To: to, Message: message, Within: within, End: end), MostTurns)
            : to.Ask<object>(message, within, end);

    // The router, a device, its connection, and once more for whoever was in between.
    private const int MostTurns = 8;

    private ObjectDisposedException Ended() => new(nameof(ITuyaFleet), $"the fleet '{Name}' has ended");
}
