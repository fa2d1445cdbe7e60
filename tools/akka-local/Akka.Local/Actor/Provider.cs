#nullable disable
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>Knows the fixed points of the tree and finds actors by path.</summary>
public interface IActorRefProvider
{
    internal IInternalActorRef RootGuardian { get; }

    internal IActorRef DeadLetters { get; }

    internal Settings Settings { get; }

    internal IActorRef RootGuardianAt(Address address);

    /// <summary>A new path for a handle that lives for one answer.</summary>
    internal ActorPath TempPath();

    internal IActorRef ResolveActorRef(ActorPath actorPath);
}

internal sealed class LocalProvider : IActorRefProvider
{
    private readonly Settings _settings;
    private readonly ActorPath _temp;
    private readonly EventStream _eventStream;
    private readonly RootActorRef _root;
    private long _tempNumber;

    public LocalProvider(string systemName, Settings settings, EventStream eventStream)
    {
        _settings = settings;
        _eventStream = eventStream;
        DefaultAddress = new Address("akka", systemName);
        RootPath = new RootActorPath(DefaultAddress);
        _temp = RootPath / "temp";
        DeadLetters = new DeadLetterActorRef(this, RootPath / "deadLetters", eventStream);
        _root = new RootActorRef(this, RootPath, eventStream);
    }

    public IInternalActorRef RootGuardian => _root;

    IInternalActorRef IActorRefProvider.RootGuardian => _root;

    public LocalActorRef Guardian { get; private set; }

    public LocalActorRef SystemGuardian { get; private set; }

    public IActorRef DeadLetters { get; }

    IActorRef IActorRefProvider.DeadLetters => DeadLetters;

    Settings IActorRefProvider.Settings => _settings;

    public ActorPath RootPath { get; }

    public Address DefaultAddress { get; }

    public Task TerminationTask => _root.Terminated;

    public void StartGuardians(Internal.ActorSystemImpl system, Props guardian, Props systemGuardian, Func<Task> beforeSystemGuardianStops)
    {
        Guardian = Make(system, guardian, "user");
        SystemGuardian = Make(system, systemGuardian, "system");
        _root.Adopt(Guardian, SystemGuardian, beforeSystemGuardianStops);
        SystemGuardian.Start();
        Guardian.Start();
    }

    IActorRef IActorRefProvider.RootGuardianAt(Address address) => address.HasLocalScope && address.System == DefaultAddress.System
        ? _root
        : DeadLetters;

    ActorPath IActorRefProvider.TempPath() => new ChildActorPath(_temp, "$" + Interlocked.Increment(ref _tempNumber).ToString("x", null), Uids.Next());

    IActorRef IActorRefProvider.ResolveActorRef(ActorPath actorPath)
    {
        if (!actorPath.Address.Equals(DefaultAddress))
            return DeadLetters;
        var found = _root.GetChild(actorPath.Elements);
        return found.IsNobody() || (actorPath.Uid != 0 && found.Path.Uid != actorPath.Uid)
            ? new EmptyLocalActorRef(this, actorPath, _eventStream)
            : found;
    }

    private LocalActorRef Make(Internal.ActorSystemImpl system, Props props, string name)
    {
        var dispatcher = system.Dispatchers.Lookup(Dispatch.Dispatchers.InternalDispatcherId);
        var mailbox = system.Mailboxes.Lookup(Dispatch.Mailboxes.DefaultMailboxId);
        return new LocalActorRef(system, props, dispatcher, mailbox, _root, new ChildActorPath(RootPath, name, Uids.Next()));
    }
}

/// <summary>The top of the tree: parent of the guardians. When the user guardian has gone it stops the system guardian, and then it is over.</summary>
internal sealed class RootActorRef : MinimalActorRef
{
    private readonly TaskCompletionSource _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly EventStream _eventStream;
    private Func<Task> _beforeSystemGuardianStops;
    private LocalActorRef _guardian;
    private LocalActorRef _systemGuardian;

    public RootActorRef(IActorRefProvider provider, ActorPath path, EventStream eventStream)
    {
        Provider = provider;
        Path = path;
        _eventStream = eventStream;
    }

    public override ActorPath Path { get; }

    public override IActorRefProvider Provider { get; }

    public Task Terminated => _terminated.Task;

    public IEnumerable<IInternalActorRef> Children => [_guardian, _systemGuardian];

    public void Adopt(LocalActorRef guardian, LocalActorRef systemGuardian, Func<Task> beforeSystemGuardianStops)
    {
        _guardian = guardian;
        _systemGuardian = systemGuardian;
        _beforeSystemGuardianStops = beforeSystemGuardianStops;
    }

    public override IActorRef GetChild(IReadOnlyList<string> name)
    {
        if (name.Count == 0)
            return this;
        IActorRef child = name[0] switch
        {
            "" => GetChild(name.Skip(1).ToList()),
            "user" => _guardian,
            "system" => _systemGuardian,
            "deadLetters" => Provider.DeadLetters,
            _ => ActorRefs.Nobody,
        };
        return name.Count > 1 && child is LocalActorRef actor ? actor.GetChild(name.Skip(1).ToList()) : child;
    }

    public override void Stop() => _guardian.Stop();

    public override void SendSystemMessage(ISystemMessage message)
    {
        switch (message)
        {
            case Failed failed:
                _eventStream.Publish(new Error(
                    failed.Cause, Path.ToString(), typeof(RootActorRef), $"guardian {failed.Child} failed, shutting down system"));
                ((IInternalActorRef)failed.Child).Stop();
                if (failed.Child.Equals(_systemGuardian))
                    _guardian.Stop();
                break;
            case DeathWatchNotification death when death.Actor.Equals(_guardian):
                _ = StopSystemGuardian();
                break;
            case DeathWatchNotification death when death.Actor.Equals(_systemGuardian):
                _guardian.Stop();
                _terminated.TrySetResult();
                break;
        }
    }

    private async Task StopSystemGuardian()
    {
        try
        {
            await _beforeSystemGuardianStops().ConfigureAwait(false);
        }
        finally
        {
            _systemGuardian.Stop();
        }
    }

    private protected override void TellInternal(object message, IActorRef sender)
    {
        if (message is Identify identify)
            sender?.Tell(new ActorIdentity(identify.MessageId, this), this);
        else
            DeadLetters.Publish(_eventStream, message, sender ?? Provider.DeadLetters, this);
    }
}

/// <summary>The parent of what <see cref="ActorSystem.ActorOf"/> starts, or of the engine's own actors.</summary>
internal class GuardianActor : ActorBase
{
    protected override void PreRestart(Exception reason, object message)
    {
    }

    protected override bool Receive(object message)
    {
        if (message is StopChild stop)
            Context.Stop(stop.Child);
        else if (message is not Terminated)
            Context.System.DeadLetters.Tell(new DeadLetter(message, Sender, Self), Sender);
        return true;
    }
}
