using System.Net;
using Akka.Actor;
using Akka.Event;
using TuyaActors.Admission;
using TuyaActors.Device.Facts;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Device;

/// <summary>
/// One physical device: its state machine, its commands, what it reported and what is wanted of it. It outlives its connections and
/// keeps identity, waiting commands and subscribers while they come and go.
/// </summary>
/// <remarks>
/// The states and the ways between them stand in <see cref="DeviceLifecycle"/>. Each subject of the class has a part (a file)
/// of its own: the states, the ways between them, commands, reports and so on.
/// </remarks>
internal sealed partial class DeviceActor : UntypedActor, IFactsOwner
{
    private sealed record StartDue;

    private sealed record RetryDue(long Epoch);

    private sealed record AttemptTooLong(long Epoch);

    private sealed record HeartbeatDue(long Epoch);

    private sealed record StableDue(long Epoch);

    private sealed record HeartbeatLate(long Epoch);

    private sealed record ConnectionDied(long Epoch);

    private sealed record SubDeviceDied(string Cid, IActorRef Actor);

    private readonly DeviceSpec _spec;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private PerLine<SubDevice> _subs = new();
    private readonly Memory _memory;
    private DeviceState _state = DeviceState.Stopped;
    private DateTimeOffset _since;
    private Diagnosis? _diagnosis;

    // the current attempt or connection; every message about it bears the epoch
    private long _epoch;
    private IActorRef _connection = ActorRefs.Nobody;
    private long? _leaving;
    private IPEndPoint? _endPoint;
    private ProtocolVersion _version;
    private CommandCorrelator? _correlator;
    private bool _listenedFirst;
    private bool _tcpOpen;
    private bool _heartbeatHeard;
    private bool _strangeAnswer;
    private string? _unreadable;
    private int _misses;
    private bool _heardSinceTick;
    private bool _spokeSinceTick;
    private bool _heartbeatAwaited;

    // the history that a diagnosis and the next wait need
    private int _failures;
    private bool _unsettled;
    private DateTimeOffset? _wokenAt;
    private bool _hasNoFile;
    private bool _addressInDoubt;
    private bool _weaklyRefused;
    private HashSet<IPAddress>? _refusedAt;
    private int _keyFailures;
    private bool _listenNext;
    private bool _garbledSinceOnline;
    private DateTimeOffset? _nextAttemptAt;
    private DateTimeOffset? _offlineSince;
    private HashSet<DiagnosisKind>? _warned;
    private long _connects;

    /// <summary>By way of <see cref="Props"/>.</summary>
    public DeviceActor(DeviceSpec spec, Memory memory)
    {
        (_spec, _memory) = (spec, memory);
        _idle = new IdleWatch(spec.Settings.IdleAfter);
        _ceiling = new TokenBucket(spec.Settings.MaxSetsPerSecond);
        _since = Now;
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    /// <inheritdoc/>
    public DeviceId Id => _memory.Definition.Id;

    /// <summary>How to make one; it is out of service until <see cref="DeviceMessages.Start"/>.</summary>
    /// <param name="definition">Who it is, at first; later ones come as messages.</param>
    /// <param name="spec">The fleet's.</param>
    /// <param name="isNew">Whether it has just been added: then what is stored of a former one of that id is void.</param>
    public static Props Props(DeviceDefinition definition, DeviceSpec spec, bool isNew = false)
    {
        var memory = new Memory(definition, isNew);
        return Akka.Actor.Props.Create(() => new DeviceActor(spec, memory)).WithDispatcher(spec.Dispatcher);
    }

    // A connection is single-use and a sub-device keeps nothing that its gateway cannot tell it again: both are watched and made anew.
    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    /// <inheritdoc/>
    protected override void PreRestart(Exception reason, object message)
    {
        base.PreRestart(reason, message);
        // The mailbox survives the crash; a turn that was held does not.
        _spec.Admission.Tell(new AdmissionMessages.Done(_epoch));
        foreach (var (_, sub) in _subs.All)
            Self.Tell(new DeviceMessages.AttachSubDevice(sub.Definition));
        Self.Tell(new DeviceMessages.Start());
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Telemetry.Moved(null, _state, behindGateway: false);
        BeginFacts();
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        EndCommands();
        TellWaiting(0);
        Telemetry.Moved(_state, null, behindGateway: false);
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        if (_isClosing)
            Closing(message);
        else
            Handle(message);
        TellFacts();
        TellWaiting(_commands.Waiting);
    }

    private void Handle(object message)
    {
        if (Definition(message) || Command(message) || Gateway(message) || Refreshing(message) || Look(message) || _facts.Take(message) || Ending(message))
            return;
        switch (_state)
        {
            case DeviceState.Stopped:
                Stopped(message);
                break;
            case DeviceState.Resolving:
                Resolving(message);
                break;
            case DeviceState.Waiting:
                Waiting(message);
                break;
            case DeviceState.Connecting:
            case DeviceState.Negotiating:
                Connecting(message);
                break;
            case DeviceState.Online:
                Online(message);
                break;
            case DeviceState.Backoff:
                Backoff(message);
                break;
            case DeviceState.KeyRejected:
            case DeviceState.Asleep:
            case DeviceState.Idle:
                AtRest(message);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    // ---- definitions

    private bool Definition(object message)
    {
        switch (message)
        {
            case DeviceMessages.Redefine redefine:
                Redefine(redefine.Definition);
                return true;
            case DeviceMessages.AttachSubDevice attach:
                AttachSubDevice(attach);
                return true;
            case DeviceMessages.DetachSubDevice detach:
                DetachSubDevice(detach);
                return true;
            case ConnectionDied died when died.Epoch == _leaving:
                HasLeft();
                return true;
            case SubDeviceDied died:
                if (_subs[died.Cid] is { } dead && dead.Actor.Equals(died.Actor))
                {
                    _subs[died.Cid] = null;
                    AttachSubDevice(new DeviceMessages.AttachSubDevice(dead.Definition));
                }

                return true;
            default:
                return false;
        }
    }

    private void Redefine(DeviceDefinition definition)
    {
        var old = _memory.Definition;
        _memory.Definition = definition;
        if (old.Version != definition.Version)
            _memory.Versions = new VersionTrial(definition.Version);
        _memory.Addresses = _memory.Addresses.Reconfigured(definition.Address);
        if (!Equals(old.Key, definition.Key))
            _memory.KeyServed = false;
        var reachedOtherwise = !Equals(old.Key, definition.Key) || old.Version != definition.Version
            || !Equals(old.Address, definition.Address) || old.Port != definition.Port || old.Mode != definition.Mode;
        if (reachedOtherwise)
        {
            _failures = _keyFailures = 0;
            _refusedAt = null;
            _listenNext = _garbledSinceOnline = false;
            if (_state == DeviceState.Resolving)
                Resolve(); // there may be an address now
            else
                Transition(LifecycleTrigger.Renew);
        }
    }

    private void Publish(IDeviceEvent e) => _spec.Router.Tell(e);
}
