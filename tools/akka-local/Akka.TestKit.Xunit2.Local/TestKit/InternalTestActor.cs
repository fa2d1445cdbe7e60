using Akka.Actor;

namespace Akka.TestKit;

/// <summary>The actor behind a kit: puts what it gets into the inbox, and watches for the test.</summary>
internal sealed class InternalTestActor : ActorBase
{
    private readonly MessageInbox _inbox;
    private AutoPilot _pilot = KeepRunning.Instance;
    private Func<object, bool> _ignored = _ => false;

    public InternalTestActor(MessageInbox inbox, TaskCompletionSource<ActorCell> started)
    {
        _inbox = inbox;
        started.TrySetResult((ActorCell)Context);
    }

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case WatchFor watch:
                Context.Watch(watch.Actor);
                watch.Done.TrySetResult();
                break;
            case UnwatchFor unwatch:
                Context.Unwatch(unwatch.Actor);
                unwatch.Done.TrySetResult();
                break;
            case Ignore ignore:
                _ignored = ignore.Predicate;
                break;
            case Fly fly:
                _pilot = fly.Pilot;
                break;
            default:
                if (_pilot.Run(Sender, message) is var next and not KeepRunning)
                    _pilot = next;
                if (!_ignored(message))
                    _inbox.Put(new RealMessageEnvelope(message, Sender));
                break;
        }

        return true;
    }

    internal sealed record WatchFor(IActorRef Actor, TaskCompletionSource Done) : INoSerializationVerificationNeeded;

    internal sealed record UnwatchFor(IActorRef Actor, TaskCompletionSource Done) : INoSerializationVerificationNeeded;

    internal sealed record Ignore(Func<object, bool> Predicate) : INoSerializationVerificationNeeded;

    internal sealed record Fly(AutoPilot Pilot) : INoSerializationVerificationNeeded;
}
