using System.Net;
using Akka.Actor;
using Akka.Event;
using TuyaActors.Admission;
using TuyaActors.Connection;
using TuyaActors.Diagnostics;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Device;

// From state to state: what is done on the way, and what a failure means for the next attempt.
internal sealed partial class DeviceActor
{
    private void Transition(LifecycleTrigger trigger)
    {
        var next = DeviceLifecycle.Next(_state, trigger);
        if (next == _state)
            return;
        var from = _state;
        if (from.HasConnection() && !next.HasConnection())
            DropConnection();
        _state = next;
        _since = Now;
        _nextAttemptAt = next == DeviceState.Backoff ? _since + _spec.Settings.Backoff.Wait(_failures, _spec.Random()) : null;
        if (next == DeviceState.Online)
            CameOnline();
        else if (next == DeviceState.Resolving && IsWithoutAddress)
            NoteUnresolved();
        _memory.States = _memory.States.After(next, _diagnosis, _since);
        CountTransition(from, next);
        _log.Debug("Device '{0}' ({1}): {2} -> {3}", _memory.Definition.Name, Id, from, next);
        Publish(new DeviceEvents.StateChanged(Id, from, next, _diagnosis, _since) { EndPoint = _endPoint, Version = KnownVersion, NextAttemptAt = _nextAttemptAt });
        TellSubDevices();
        // Last of all: whoever counts handshakes by their ends shall find no more of them than there may be.
        if (from is DeviceState.Waiting or DeviceState.Connecting or DeviceState.Negotiating && next is not (DeviceState.Connecting or DeviceState.Negotiating))
            _spec.Admission.Tell(new AdmissionMessages.Done(_epoch));
        Enter(next);
    }

    private void Enter(DeviceState state)
    {
        switch (state)
        {
            case DeviceState.Resolving:
                Timers.Cancel(nameof(RetryDue));
                Resolve();
                break;
            case DeviceState.Waiting:
                _epoch++;
                if (_leaving is null)
                    _spec.Admission.Tell(new AdmissionMessages.Ask(_epoch));
                break;
            case DeviceState.Connecting:
                OpenConnection();
                break;
            case DeviceState.Online:
                Timers.StartSingleTimer(nameof(StableDue), new StableDue(_epoch), _spec.Settings.Connection.HeartbeatInterval);
                Timers.StartPeriodicTimer(nameof(HeartbeatDue), new HeartbeatDue(_epoch), _spec.Settings.Connection.HeartbeatInterval);
                SendWaiting();
                BeginLiveness();
                BeginRefresh();
                Linger();
                break;
            case DeviceState.Backoff:
                Timers.StartSingleTimer(nameof(RetryDue), new RetryDue(_epoch), _nextAttemptAt!.Value - _since);
                break;
            case DeviceState.Idle:
                Timers.StartSingleTimer(nameof(RetryDue), new RetryDue(_epoch), _spec.Settings.OnDemand.Poll);
                CheckIdle();
                break;
            case DeviceState.KeyRejected:
                RefuseWaiting();
                // A close says less than a wrong HMAC: the device may be held by another client, or wedged, and one day be well again.
                if (_weaklyRefused)
                    Timers.StartSingleTimer(nameof(RetryDue), new RetryDue(_epoch), _spec.Settings.RecheckRefused);
                break;
        }
    }

    private void Resolve()
    {
        if (Mode == ConnectionMode.Battery && !_awake)
        {
            FallAsleep();
            return;
        }

        if (_memory.Addresses.Next is { } address)
        {
            _endPoint = new IPEndPoint(address, _memory.Definition.Port);
            if (_diagnosis?.Kind == DiagnosisKind.Unresolved)
                _diagnosis = null;
            Transition(LifecycleTrigger.AddressKnown);
            return;
        }

        NoteUnresolved();
    }

    private bool IsWithoutAddress => _memory.Addresses.Next is null && (Mode != ConnectionMode.Battery || _awake);

    private void NoteUnresolved()
    {
        if (_diagnosis?.Kind == DiagnosisKind.Unresolved)
            return;
        _diagnosis = Diagnoses.Of(DiagnosisKind.Unresolved);
        _offlineSince ??= Now;
        _log.Info("Device '{0}' ({1}) has no address yet; waiting for its broadcast.", _memory.Definition.Name, Id);
    }

    private void OpenConnection()
    {
        _version = _memory.Versions.Current;
        _listenedFirst = _listenNext;
        _tcpOpen = _heartbeatHeard = _strangeAnswer = _heartbeatAwaited = false;
        _unreadable = null;
        _misses = 0;
        BeginDialects();
        _catchUp.Begin();
        var key = _memory.Definition.Key ?? throw new InvalidOperationException($"device '{Id}' has no key");
        var spec = new ConnectionSpec(Id, _epoch, _endPoint!, _version, key, _listenNext ? _spec.Settings.Connection.ListenFirst : TimeSpan.Zero)
        {
            Telemetry = Telemetry,
            Files = _spec.Files,
            RecordUntil = _frames?.Until,
        };
        _connection = Context.ActorOf(_spec.ConnectionProps(spec, Self).WithDispatcher(_spec.Dispatcher), $"connection-{_epoch}");
        Context.WatchWith(_connection, new ConnectionDied(_epoch));
        StartAttemptTimer(_spec.Settings.Connection.ConnectTimeout);
    }

    private void StartAttemptTimer(TimeSpan time) => Timers.StartSingleTimer(nameof(AttemptTooLong), new AttemptTooLong(_epoch), time);

    private void CameOnline()
    {
        Timers.Cancel(nameof(AttemptTooLong));
        _connects++;
        _keyFailures = 0;
        _memory.KeyServed = true;
        _wasAway = false;
        _refusedAt = null;
        _listenNext = _garbledSinceOnline = false;
        _heardSinceTick = _spokeSinceTick = true;
        _diagnosis = null;
        _memory.Addresses = _memory.Addresses.Proved(_endPoint!.Address, Now);
        _memory.Versions = _memory.Versions.Succeeded(_version);
        NoteFacts();
        if (_unsettled || (ComesAndGoes && _connects > 1 && _offlineSince is null))
            _log.Debug("Device '{0}' ({1}) is online again at {2}, version {3}.", _memory.Definition.Name, Id, _endPoint, _version.ToText());
        else if (_offlineSince is { } since)
            _log.Info("Device '{0}' ({1}) is online at {2}, version {3}, after {4:0.0} s.", _memory.Definition.Name, Id, _endPoint, _version.ToText(), (Now - since).TotalSeconds);
        else
            _log.Info("Device '{0}' ({1}) is online at {2}, version {3}.", _memory.Definition.Name, Id, _endPoint, _version.ToText());
        _offlineSince = null;
        _unsettled = true;
    }

    /// <summary>It has stayed online for a while: only now the outage is over, so that one that comes and goes is neither hammered nor logged each time.</summary>
    private void Settled()
    {
        _failures = 0;
        _unsettled = false;
        _wokenAt = null;
        _warned = null;
    }

    private AttemptFacts Facts => new(_state == DeviceState.Online, _listenedFirst, _version.NeedsSession(), _memory.Versions.IsGuess, _garbledSinceOnline,
        HeldSession: _memory.KeyServed && !_wasAway && _memory.Versions.Proved == _version, AnnouncesOther: _memory.Versions.AnnouncesOther);

    private void FailBySilence(string evidence)
    {
        _wasAway |= _state == DeviceState.Online;
        Fail(Diagnostician.JudgeSilence(_tcpOpen, _unreadable is not null, Facts), _unreadable is null ? evidence : $"{evidence}; before that: {_unreadable}");
    }

    // A key that served a moment ago, from a device that has not been away since: more likely its frames break on their way.
    private const int RefusalsOfAServedKey = 5;

    private void Fail(Finding finding, string evidence)
    {
        var wasOnline = _state == DeviceState.Online;
        var enough = Facts.HeldSession ? RefusalsOfAServedKey : 2;
        _addressInDoubt = finding.DoubtsAddress && !wasOnline;
        if (_addressInDoubt)
            _memory.Addresses = _memory.Addresses.Failed(_endPoint!.Address);
        // What it announces since says another version than the one that served: try that before any blame.
        var contradicted = _tcpOpen && !wasOnline && _memory.Versions.IsContradicted;
        if (finding.DoubtsVersion || contradicted)
            _memory.Versions = _memory.Versions.Failed();
        _listenNext = finding.ListenNext;
        _garbledSinceOnline |= wasOnline && finding.IsGarbled;
        _failures++;
        _keyFailures = finding.CountsAsKeyFailure && !contradicted ? _keyFailures + 1 : 0;
        if (finding.CountsAsKeyFailure)
            (_refusedAt ??= []).Add(_endPoint!.Address);
        _weaklyRefused = finding.IsWeak;
        // It may have been without power since: then it is not wedged, whatever follows.
        _wasAway |= finding is { Kind: DiagnosisKind.Unreachable or DiagnosisKind.Refused, IsNoFile: false };
        if (_keyFailures < enough && WentAsItDoes(finding, evidence, wasOnline))
            return;
        _hasNoFile = finding.IsNoFile;
        _diagnosis = finding.IsNoFile ? Diagnoses.NoFile(evidence) : Diagnoses.Of(finding.Kind, evidence);
        _offlineSince ??= Now;
        LogOutage(finding);
        Transition(_keyFailures >= enough ? LifecycleTrigger.KeyFailedTwice : Mode == ConnectionMode.Battery ? Dozing() : LifecycleTrigger.Failed);
    }

    /// <summary>One warning for each kind of trouble in an outage, and one for all devices that get no file; repetitions are for those who look closely.</summary>
    private void LogOutage(Finding finding)
    {
        const string text = "Device '{0}' ({1}) is offline: {2}. {3} [{4}]";
        if (finding.IsNoFile ? _spec.Files.IsFirstRefusal() : !finding.IsProvisional && (_warned ??= []).Add(finding.Kind))
            _log.Warning(text, _memory.Definition.Name, Id, _diagnosis!.Kind, _diagnosis.Sentence, _diagnosis.Evidence ?? "");
        else
            _log.Debug(text, _memory.Definition.Name, Id, _diagnosis!.Kind, _diagnosis.Sentence, _diagnosis.Evidence ?? "");
    }

    private void DropConnection()
    {
        Timers.Cancel(nameof(AttemptTooLong));
        Timers.Cancel(nameof(HeartbeatDue));
        Timers.Cancel(nameof(HeartbeatLate));
        Timers.Cancel(nameof(StableDue));
        Timers.Cancel(nameof(AskAgainDue));
        EndLiveness();
        EndRefresh();
        LeaveConnection();
        LoseSent();
        Timers.Cancel(nameof(LingerOver));
        _correlator = null;
    }

    // A device takes one client: the next connection is not asked for before the socket of this one is closed.
    private void LeaveConnection()
    {
        if (_connection.IsNobody())
            return;
        Context.Stop(_connection);
        _connection = ActorRefs.Nobody;
        _leaving = _epoch;
    }

    private void HasLeft()
    {
        _leaving = null;
        if (_state == DeviceState.Waiting)
            _spec.Admission.Tell(new AdmissionMessages.Ask(_epoch));
    }

    // Sightings of a device that does not listen come every few seconds.
    private static readonly TimeSpan BetweenWakings = TimeSpan.FromSeconds(10);

    private bool IsElsewhere(DeviceSighting sighting) => _addressInDoubt && _endPoint is not null && !sighting.Address.Equals(_endPoint.Address);

    private void Note(DeviceSighting sighting)
    {
        _memory.Addresses = _memory.Addresses.Sighted(sighting.Address);
        _memory.Versions = _memory.Versions.Saw(sighting.Version);
        _sightedAt = Now;
        // Before the start, too: it is awake now, and may not be when the start's jitter is over.
        _awake |= _state == DeviceState.Stopped;
    }
}
