using System.Collections.Immutable;
using System.Net;
using Akka.Actor;
using Akka.Event;
using TuyaActors.Admission;
using TuyaActors.Connection;
using TuyaActors.Diagnostics;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Payloads;

namespace TuyaActors.Device;

/// <summary>
/// One physical device: its state machine, its commands, what it reported and what is wanted of it. It outlives its connections and
/// keeps identity, waiting commands and subscribers while they come and go.
/// </summary>
/// <remarks>
/// The states and the ways between them stand in <see cref="DeviceLifecycle"/>. This part of the class is the states; the
/// ways between them, commands and reports are in the other parts.
/// </remarks>
public sealed partial class DeviceActor : UntypedActor, IWithTimers
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
    private readonly Dictionary<string, (DeviceDefinition Definition, IActorRef Actor)> _subs = [];
    private readonly Memory _memory;
    private DeviceState _state = DeviceState.Stopped;
    private DateTimeOffset _since;
    private Diagnosis? _diagnosis;

    // the current attempt or connection; every message about it bears the epoch
    private long _epoch;
    private IActorRef _connection = ActorRefs.Nobody;
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
    private bool _addressInDoubt;
    private bool _weaklyRefused;
    private readonly HashSet<IPAddress> _refusedAt = [];
    private int _keyFailures;
    private bool _listenNext;
    private bool _garbledSinceOnline;
    private DateTimeOffset? _nextAttemptAt;
    private DateTimeOffset? _offlineSince;
    private readonly HashSet<DiagnosisKind> _warned = [];
    private long _connects;

    /// <summary>What a crash must not lose: the latest definition, and what was learned of the device. Handed over by the props.</summary>
    public sealed class Memory
    {
        private readonly Dictionary<string, DpLimit> _limits = new(StringComparer.Ordinal);

        internal Memory(DeviceDefinition definition)
        {
            Definition = definition;
            Addresses = new AddressBook(definition.Address);
            Versions = new VersionTrial(definition.Version);
        }

        internal DeviceDefinition Definition { get; set; }

        /// <summary>How it (the empty cid) and those behind it want to be queried.</summary>
        internal Dictionary<string, DialectTrial> Dialects { get; } = new(StringComparer.Ordinal);

        /// <summary>The DPs that it and those behind it have shown.</summary>
        internal KnownDps KnownDps { get; } = new();

        /// <summary>Which cids (empty: the device itself) know no UPDATEDPS.</summary>
        internal HashSet<string> WithoutUpdateDps { get; } = new(StringComparer.Ordinal);

        /// <summary>The DPs that somebody subscribes to, by cid.</summary>
        internal Dictionary<string, ImmutableHashSet<int>> WatchedDps { get; } = new(StringComparer.Ordinal);

        /// <summary>What it said of the devices behind it.</summary>
        internal GatewayChildren Children { get; set; } = GatewayChildren.None;

        internal AddressBook Addresses { get; set; }

        internal VersionTrial Versions { get; set; }

        /// <summary>How many DPs the device takes in one set, as far as that is known; <c>null</c>: no limit has shown itself.</summary>
        internal int? MostDps
        {
            get => _limits.GetValueOrDefault("")?.Most;
            set => _limits[""] = new DpLimit(value);
        }

        /// <summary>What is known of that of the device, or of one behind it.</summary>
        internal DpLimit LimitOf(string? cid)
        {
            if (!_limits.TryGetValue(cid ?? "", out var limit))
                _limits[cid ?? ""] = limit = new DpLimit(null);
            return limit;
        }

        /// <summary>Whether a session was agreed on under the present key.</summary>
        internal bool KeyServed { get; set; }
    }

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

    private DeviceId Id => _memory.Definition.Id;

    /// <summary>How to make one; it is out of service until <see cref="DeviceMessages.Start"/>.</summary>
    public static Props Props(DeviceSpec spec)
    {
        var memory = new Memory(spec.Definition);
        return Akka.Actor.Props.Create(() => new DeviceActor(spec, memory));
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
        foreach (var (definition, _) in _subs.Values)
            Self.Tell(new DeviceMessages.AttachSubDevice(definition));
        Self.Tell(new DeviceMessages.Start());
    }

    /// <inheritdoc/>
    protected override void PreStart() => Telemetry.Moved(null, _state, behindGateway: false);

    /// <inheritdoc/>
    protected override void PostStop()
    {
        foreach (var entry in _commands.TakeAll())
        {
            var outcome = new CommandOutcome.Cancelled(entry.Command.DeviceId, "the device was taken out of service before the command ended");
            CountOutcome(entry.Command, outcome, Now - entry.Arrived, entry.Activity);
            entry.ReplyTo.Tell(outcome);
        }

        TellWaiting(0);
        Telemetry.Moved(_state, null, behindGateway: false);
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        Handle(message);
        TellWaiting(_commands.Waiting);
    }

    private void Handle(object message)
    {
        if (Definition(message) || Command(message) || Gateway(message) || Refreshing(message))
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

    // ---- the states, in the order of a life

    private void Stopped(object message)
    {
        switch (message)
        {
            case DeviceMessages.Start:
                var jitter = _spec.Settings.StartJitter * _spec.Random();
                if (jitter > TimeSpan.Zero)
                    Timers.StartSingleTimer(nameof(StartDue), new StartDue(), jitter);
                else
                    Transition(LifecycleTrigger.Start);
                break;
            case StartDue:
                Transition(LifecycleTrigger.Start);
                break;
            case DeviceMessages.Sighted sighted:
                Note(sighted.Sighting);
                break;
            default:
                Stale(message);
                break;
        }
    }

    private void Resolving(object message)
    {
        switch (message)
        {
            case DeviceMessages.Sighted sighted:
                Note(sighted.Sighting);
                Resolve();
                break;
            default:
                Stale(message);
                break;
        }
    }

    private void Waiting(object message)
    {
        switch (message)
        {
            case AdmissionMessages.Admitted admitted when admitted.Ticket == _epoch:
                Transition(LifecycleTrigger.Admitted);
                break;
            case DeviceMessages.Sighted sighted:
                Note(sighted.Sighting);
                break;
            default:
                Stale(message);
                break;
        }
    }

    /// <summary>Also Negotiating: the connection does that by itself, and for 3.1 to 3.3 the first answer plays its part.</summary>
    private void Connecting(object message)
    {
        switch (message)
        {
            case ConnectionEvent.Opened opened when opened.Epoch == _epoch:
                _tcpOpen = true;
                StartAttemptTimer(_spec.Settings.Connection.GreetingTimeout + (_listenedFirst ? _spec.Settings.Connection.ListenFirst : TimeSpan.Zero));
                if (_version.NeedsSession())
                    Transition(LifecycleTrigger.TcpConnected);
                break;
            case ConnectionEvent.Ready ready when ready.Epoch == _epoch:
                _correlator = new CommandCorrelator(_version, ready.FirstSeqno);
                var isForWork = ComesForWork;
                if (_version.NeedsSession() || isForWork)
                    Transition(LifecycleTrigger.Greeted);
                // The one answer that such a device gives before it closes is for the command.
                if (isForWork)
                    break;
                QueryEverything();
                if (!_version.NeedsSession())
                    SendHeartbeat();
                break;
            case ConnectionEvent.Received received when received.Epoch == _epoch:
                var isHeartbeat = received.Message.Command == CommandId.Heartbeat;
                _heartbeatHeard |= isHeartbeat;
                _strangeAnswer |= received.Content.Kind == ReplyKind.Raw;
                // Neither a heartbeat nor an empty acknowledgement shows that we understand each other; nor do bytes that mean nothing to us,
                // as a 3.3 device sends them to a client of 3.1.
                if (!isHeartbeat && received.Content.Kind is not (ReplyKind.Empty or ReplyKind.Raw))
                    Transition(LifecycleTrigger.Greeted);
                Receive(received);
                break;
            case AttemptTooLong late when late.Epoch == _epoch:
                // It answers heartbeats, and there are devices that answer no query: good enough to be online, unless the version
                // is a guess, for heartbeats look the same in several.
                if (_strangeAnswer && _memory.Definition.Version is null)
                    Fail(new Finding(DiagnosisKind.VersionMismatch, DoubtsVersion: true), $"{_endPoint} answers, and what it says means nothing in {_version.ToText()}");
                else if (_heartbeatHeard && _unreadable is null && !_memory.Versions.IsGuess)
                    Transition(LifecycleTrigger.Greeted);
                else
                    FailBySilence(_tcpOpen ? $"{_endPoint} accepted the connection and sent nothing readable" : $"{_endPoint} did not answer the connection attempt");
                break;
            default:
                ConnectedAtAll(message);
                break;
        }
    }

    private void Online(object message)
    {
        switch (message)
        {
            case ConnectionEvent.Received received when received.Epoch == _epoch:
                Receive(received);
                Linger();
                break;
            case LingerOver over when over.Epoch == _epoch:
                LetGo();
                break;
            case AskAgainDue due when due.Epoch == _epoch:
                AskAgain();
                break;
            case HeartbeatDue due when due.Epoch == _epoch:
                // Silence on either side: ours makes the device close the connection, its own makes us.
                if ((!_heardSinceTick || !_spokeSinceTick) && !_heartbeatAwaited)
                    SendAwaitedHeartbeat();
                _heardSinceTick = _spokeSinceTick = false;
                break;
            case StableDue due when due.Epoch == _epoch:
                Settled();
                break;
            case HeartbeatLate late when late.Epoch == _epoch:
                if (++_misses >= _spec.Settings.Connection.HeartbeatMisses)
                {
                    FailBySilence($"{_misses} heartbeats in a row had no answer");
                    break;
                }

                SendAwaitedHeartbeat();
                break;
            default:
                ConnectedAtAll(message);
                break;
        }
    }

    private void ConnectedAtAll(object message)
    {
        switch (message)
        {
            case ConnectionEvent.Closed closed when closed.Epoch == _epoch:
                Fail(Diagnostician.Judge(closed.End, Facts), closed.Evidence);
                break;
            case ConnectionEvent.Unreadable unreadable when unreadable.Epoch == _epoch:
                _unreadable = unreadable.What;
                MayHaveMissed();
                break;
            case ConnectionDied died when died.Epoch == _epoch:
                Fail(new Finding(DiagnosisKind.ProtocolError), "the connection's actor failed; the log says why");
                break;
            case DeviceMessages.Sighted sighted:
                Note(sighted.Sighting);
                break;
            default:
                Stale(message);
                break;
        }
    }

    private void Backoff(object message)
    {
        switch (message)
        {
            case RetryDue due when due.Epoch == _epoch:
                Transition(LifecycleTrigger.RetryDue);
                break;
            case DeviceMessages.Sighted sighted:
                var isElsewhere = IsElsewhere(sighted.Sighting);
                Note(sighted.Sighting);
                // A broadcast proves that it is there, which does not help where it is there and will not talk; and one that announces
                // itself every few seconds and does not listen must not be tried as often.
                var isAbsent = _diagnosis?.Kind is DiagnosisKind.Unreachable or DiagnosisKind.Refused or DiagnosisKind.Unresponsive or DiagnosisKind.Unresolved;
                if ((isElsewhere || isAbsent) && (_wokenAt is null || Now - _wokenAt >= BetweenWakings))
                {
                    _wokenAt = Now;
                    if (isElsewhere)
                        _memory.Addresses = _memory.Addresses.Failed(_endPoint!.Address);
                    Transition(LifecycleTrigger.Sighted);
                }

                break;
            default:
                Stale(message);
                break;
        }
    }

    private void AtRest(object message)
    {
        switch (message)
        {
            // Whoever refused the key may not have been the device: another one may have got its address.
            case DeviceMessages.Sighted sighted when _state == DeviceState.KeyRejected:
                Note(sighted.Sighting);
                if (IsElsewhere(sighted.Sighting) && !_refusedAt.Contains(sighted.Sighting.Address))
                {
                    _keyFailures = 0;
                    _memory.Addresses = _memory.Addresses.Failed(_endPoint!.Address);
                    Transition(LifecycleTrigger.ConnectNow);
                }

                break;
            case DeviceMessages.Sighted sighted:
                Note(sighted.Sighting);
                if (_state == DeviceState.Asleep)
                    WakeIfWorthIt();
                break;
            case RetryDue due when due.Epoch == _epoch:
                Transition(LifecycleTrigger.ConnectNow);
                break;
            default:
                Stale(message);
                break;
        }
    }

    /// <summary>What belongs to an attempt that is over, or repeats an order already carried out, is silently right; anything else is not.</summary>
    private void Stale(object message)
    {
        if (message is not (ConnectionEvent or AdmissionMessages.Admitted or RetryDue or AttemptTooLong or HeartbeatDue or HeartbeatLate or StableDue
            or LingerOver or AskAgainDue or ConnectionDied or DeviceMessages.Start or StartDue))
            Unhandled(message);
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
                AttachSubDevice(attach.Definition);
                return true;
            case DeviceMessages.DetachSubDevice detach:
                DetachSubDevice(detach.DeviceId);
                return true;
            case SubDeviceDied died:
                if (_subs.TryGetValue(died.Cid, out var dead) && dead.Actor.Equals(died.Actor) && _subs.Remove(died.Cid))
                    AttachSubDevice(dead.Definition);
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
            _refusedAt.Clear();
            _listenNext = _garbledSinceOnline = false;
            if (_state == DeviceState.Resolving)
                Resolve(); // there may be an address now
            else
                Transition(LifecycleTrigger.Renew);
        }
    }

    private void Publish(IDeviceEvent e) => _spec.Router.Tell(e);
}
