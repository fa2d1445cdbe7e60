using Akka.Actor;

namespace TuyaActors.EngineBenchmarks;

/// <summary>One message object for all: the engines are measured, not the allocation of messages.</summary>
internal sealed class Note
{
    public static readonly Note Instance = new();

    private Note()
    {
    }
}

/// <summary>Says when it has seen so many messages.</summary>
internal sealed class Counter(int expected, TaskCompletionSource done) : UntypedActor
{
    private int _seen;

    protected override void OnReceive(object message)
    {
        if (++_seen == expected)
            done.SetResult();
    }
}

/// <summary>Gives each message back to its sender.</summary>
internal sealed class Echo : UntypedActor
{
    protected override void OnReceive(object message) => Sender.Tell(message);
}

/// <summary>Keeps one message going between itself and a partner.</summary>
internal sealed class Pinger(IActorRef partner, int rounds, CountdownEvent done) : UntypedActor
{
    private int _left = rounds;

    protected override void OnReceive(object message)
    {
        if (_left-- > 0)
            partner.Tell(message);
        else
            done.Signal();
    }
}

/// <summary>Does nothing, like most devices at most times.</summary>
internal sealed class Idle : UntypedActor
{
    protected override void OnReceive(object message) => Unhandled(message);
}
