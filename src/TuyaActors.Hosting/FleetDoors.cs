using Akka.Actor;
using TuyaActors.Messages;

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
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ended);
        try
        {
            return await to.Ask<object>(message, within, end.Token).ConfigureAwait(false) switch
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

    private ObjectDisposedException Ended() => new(nameof(ITuyaFleet), $"the fleet '{Name}' has ended");
}
