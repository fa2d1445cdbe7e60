using Akka.Actor;
using TuyaActors.Admission;
using TuyaActors.Connection;
using TuyaActors.Diagnostics;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Payloads;

namespace TuyaActors.Device;

// The states, in the order of a life.
internal sealed partial class DeviceActor
{
    private void Stopped(object message)
    {
        switch (message)
        {
            // What was learned before the start is on its way, and saves it a search.
            case DeviceMessages.Start when _facts.IsRestoring && !_memory.IsRestored:
                _startWaits = true;
                break;
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
                _connection = ActorRefs.Nobody;
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
                // itself every few seconds and does not listen must not be tried as often. Nor does it bring files to this process.
                var isAbsent = !_hasNoFile && _diagnosis?.Kind is DiagnosisKind.Unreachable or DiagnosisKind.Refused or DiagnosisKind.Unresponsive or DiagnosisKind.Unresolved;
                if ((isElsewhere || isAbsent) && !_wokenAt.IsWithin(BetweenWakings, Now))
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
                if (IsElsewhere(sighted.Sighting) && _refusedAt?.Contains(sighted.Sighting.Address) != true)
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
}
