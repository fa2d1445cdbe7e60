using Akka.Actor;

namespace TuyaActors.Chaos.Trials;

/// <summary>Asks all actors of some places who they are, and counts them.</summary>
internal sealed class CensusActor : UntypedActor
{
    // Every actor of an idle fleet answers within milliseconds.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<string> _places;
    private readonly TaskCompletionSource<int> _counted;
    private int _count;

    public CensusActor(IReadOnlyList<string> places, TaskCompletionSource<int> counted) => (_places, _counted) = (places, counted);

    public static async Task<int> CountAsync(ActorSystem system, IReadOnlyList<string> places, CancellationToken cancellation)
    {
        var counted = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        system.ActorOf(Props.Create(() => new CensusActor(places, counted)));
        return await counted.Task.WaitAsync(cancellation);
    }

    protected override void PreStart()
    {
        foreach (var place in _places)
            Context.ActorSelection(place).Tell(new Identify(place), Self);
        Context.SetReceiveTimeout(Silence);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ActorIdentity { Subject: not null }:
                _count++;
                break;
            case ActorIdentity:
                break;
            case ReceiveTimeout:
                _counted.TrySetResult(_count);
                Context.Stop(Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }
}
