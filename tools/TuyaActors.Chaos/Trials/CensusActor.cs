using Akka.Actor;

namespace TuyaActors.Chaos.Trials;

/// <summary>Asks all actors of a place who they are, and counts them.</summary>
internal sealed class CensusActor : UntypedActor
{
    // Every actor of an idle fleet answers within milliseconds.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);

    private readonly string _place;
    private readonly TaskCompletionSource<int> _counted;
    private int _count;

    public CensusActor(string place, TaskCompletionSource<int> counted) => (_place, _counted) = (place, counted);

    public static async Task<int> CountAsync(ActorSystem system, string place, CancellationToken cancellation)
    {
        var counted = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        system.ActorOf(Props.Create(() => new CensusActor(place, counted)));
        return await counted.Task.WaitAsync(cancellation);
    }

    protected override void PreStart()
    {
        Context.ActorSelection(_place).Tell(new Identify(_place), Self);
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
