#nullable disable
using Akka.Actor.Internal;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// What stands behind a handle: the mailbox, the incarnation, its behaviour. Everything here runs on the thread that runs the mailbox,
/// except for what is said to be safe. Children, failures and watching are in the other parts of the class.
/// </summary>
public partial class ActorCell : IUntypedActorContext
{
    public const int UndefinedUid = 0;

    [ThreadStatic]
    private static ActorCell _running;

    private readonly LocalActorRef _self;

    // What it does now, and what that has covered: hardly any actor has more than one beneath, and most have none.
    private Receive _behaviour;
    private Covered _covered;
    private ActorBase _actor;
    private Envelope _envelope;

    internal ActorCell(ActorSystemImpl system, LocalActorRef self, Props props, MessageDispatcher dispatcher, IInternalActorRef parent)
    {
        SystemImpl = system;
        _self = self;
        Props = props;
        Dispatcher = dispatcher;
        Parent = parent;
    }

    internal ActorSystemImpl SystemImpl { get; }

    public ActorSystem System => SystemImpl;

    public IActorRef Self => _self;

    public Props Props { get; }

    internal IInternalActorRef Parent { get; }

    IActorRef IActorContext.Parent => Parent;

    internal MessageDispatcher Dispatcher { get; }

    internal Mailbox Mailbox { get; private set; }

    /// <summary>Safe from any thread.</summary>
    internal bool IsTerminated => Mailbox.IsClosed;

    internal int CurrentEnvelopeId { get; private set; }

    public IActorRef Sender => _envelope.Sender ?? System.DeadLetters;

    internal static ActorCell Current
    {
        get => _running;
        set => _running = value;
    }

    internal Envelope CurrentEnvelope => _envelope;

    /// <summary>The incarnation; null before the first and between two.</summary>
    internal ActorBase Actor => _actor;

    internal static IActorRef GetCurrentSelfOrNoSender() => _running?.Self;

    internal static IActorRef GetCurrentSenderOrNoSender() => _running?._envelope.Sender;

    internal virtual void Start()
    {
        Dispatcher.Attach(this);
        Mailbox.Schedule();
    }

    /// <summary>Safe from any thread.</summary>
    internal virtual void SendMessage(Envelope message) => Dispatcher.Dispatch(this, message);

    internal virtual void SendMessage(IActorRef sender, object message) => SendMessage(new Envelope(message, sender));

    /// <summary>Safe from any thread.</summary>
    internal virtual void SendSystemMessage(ISystemMessage systemMessage) => Dispatcher.SystemDispatch(this, (SystemMessage)systemMessage);

    public void Become(Receive receive)
    {
        if (_covered is null && _behaviour is not null)
            _covered = new Covered(_behaviour, null);
        _behaviour = receive;
    }

    public void BecomeStacked(Receive receive) => (_covered, _behaviour) = (new Covered(_behaviour, _covered), receive);

    public void UnbecomeStacked()
    {
        if (_covered is not null)
            (_behaviour, _covered) = (_covered.Behaviour, _covered.Beneath);
    }

    void IUntypedActorContext.Become(UntypedReceive receive) => Become(Typed(receive));

    void IUntypedActorContext.BecomeStacked(UntypedReceive receive) => BecomeStacked(Typed(receive));

    public ActorSelection ActorSelection(string path) => ActorRefFactoryShared.ActorSelection(path, System, Self);

    public ActorSelection ActorSelection(ActorPath path) => ActorRefFactoryShared.ActorSelection(path, System);

    internal void Invoke(Envelope envelope)
    {
        _envelope = envelope;
        CurrentEnvelopeId = unchecked(CurrentEnvelopeId + 1);
        try
        {
            var message = envelope.Message;
            if (ReceiveTimeout is not null && message is not INotInfluenceReceiveTimeout)
                CancelReceiveTimeout();
            if (message is IAutoReceivedMessage)
                AutoReceiveMessage(envelope);
            else
                ReceiveMessage(message);
            if (_turn is null)
            {
                if (ReceiveTimeout is not null)
                    CheckReceiveTimeout();
                _envelope = default;
            }
        }
        catch (Exception error)
        {
            HandleFailure(error, null);
        }
    }

    internal virtual void AutoReceiveMessage(Envelope envelope)
    {
        switch (envelope.Message)
        {
            case Terminated terminated:
                ReceivedTerminated(terminated);
                break;
            case Kill:
                throw new ActorKilledException("Kill");
            case PoisonPill:
                _self.Stop();
                break;
            case ActorSelectionMessage selection:
                selection.DeliverFrom(_self, envelope.Sender);
                break;
            case Identify identify:
                Sender.Tell(new ActorIdentity(identify.MessageId, Self), Self);
                break;
            default:
                ReceiveMessage(envelope.Message);
                break;
        }
    }

    private protected virtual void ReceiveMessage(object message)
    {
        if (message is TimerMessage timer)
        {
            message = _actor.OwnTimers?.Accept(timer);
            if (message is null)
                return;
            if (message is IAutoReceivedMessage)
            {
                AutoReceiveMessage(new Envelope(message, _envelope.Sender));
                return;
            }

            // A stash must lay aside what the actor saw, not the timer's wrapping.
            _envelope = new Envelope(message, _envelope.Sender);
        }

        _actor.AroundReceive(_behaviour, message);
    }

    /// <summary>Must have happened before anybody else sees the handle: the birth is the first message.</summary>
    internal void Prepare(MailboxType mailboxType)
    {
        Mailbox = new Mailbox(mailboxType.Create(_self, System));
        Mailbox.SetActor(this);
        Mailbox.PutFirst(new Create());
    }

    private static Receive Typed(UntypedReceive receive) => message =>
    {
        receive(message);
        return true;
    };

    private ActorBase NewActor()
    {
        (_behaviour, _covered) = (null, null);
        var actor = Props.NewActor()
            ?? throw new ActorInitializationException(_self, "Props.NewActor returned null");
        _actor = actor;
        if (actor is IWithTimers timers)
        {
            actor.OwnTimers = new TimerScheduler(this);
            timers.Timers = actor.OwnTimers;
        }

        if (actor is IActorStash stash)
            stash.Stash = this.CreateStash(stash);
        (actor as IInitializableActor)?.Init();
        return actor;
    }

    /// <summary>The end of an incarnation, after its PreRestart or PostStop.</summary>
    private void ClearActor()
    {
        if (_actor is not { } actor)
            return;
        _actor = null;
        _turn = null;
        Mailbox.ForgetTurns();
        actor.OwnTimers?.CancelAll();
        try
        {
            (actor as IActorStash)?.Stash?.UnstashAll();
            (actor as IDisposable)?.Dispose();
            Props.Release(actor);
        }
        catch (Exception error)
        {
            System.EventStream.Publish(new Error(error, _self.Path.ToString(), actor.GetType(), "Error while releasing the actor"));
        }

        actor.Clear();
        (_behaviour, _covered) = (null, null);
        _envelope = default;
    }

    private sealed record Covered(Receive Behaviour, Covered Beneath);
}
