using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using TuyaActors.Messages;
using TuyaActors.Storage;

namespace TuyaActors.Registry;

/// <summary>
/// What devices there are, stored: a command is answered when what it changes is in the journal. All that it changes is one write, so it is
/// done as a whole or not at all. Tells its parent how it fares.
/// </summary>
internal sealed partial class FleetRegistryActor : UntypedPersistentActor
{
    /// <summary>The request whose events are on their way to the journal; others wait until they are there.</summary>
    private sealed class Writing(RegistryMessages.Carry request, RegistryDecision decision)
    {
        public RegistryMessages.Carry Request { get; } = request;
        public RegistryDecision Decision { get; } = decision;
        public int Open { get; set; } = decision.Events.Length;
    }

    private readonly FleetStorage _storage;
    private readonly IActorRef _keeper = Context.Parent;
    private readonly ILoggingAdapter _log = Context.GetLogger();

    private RegistryState _state = RegistryState.Empty;
    private Writing? _writing;
    private DateTimeOffset _latest = DateTimeOffset.UnixEpoch;

    /// <summary>By way of <see cref="Props"/>.</summary>
    public FleetRegistryActor(FleetStorage storage)
    {
        _storage = storage;
        JournalPluginId = storage.JournalPluginId;
        SnapshotPluginId = storage.SnapshotPluginId;
    }

    public override string PersistenceId => _storage.RegistryId;

    private KeyVault Vault => _storage.Vault;

    /// <summary>As exact as it is stored, and later than all that is stored, also where the clock was set back or another node's was ahead.</summary>
    private DateTimeOffset Now
    {
        get
        {
            var now = DateTimeOffset.FromUnixTimeMilliseconds(Context.System.Scheduler.Now.ToUnixTimeMilliseconds());
            return now > _latest ? now : _latest.AddMilliseconds(1);
        }
    }

    /// <summary>How to make one.</summary>
    public static Props Props(FleetStorage storage) => Akka.Actor.Props.Create(() => new FleetRegistryActor(storage));

    protected override void OnRecover(object message)
    {
        switch (message)
        {
            case RecoveryCompleted:
                _keeper.Tell(new RegistryMessages.Recovered(_state));
                GoOnRotating();
                SnapshotIfDue();
                break;
            case UnknownStored unknown:
                Skip(unknown);
                break;
            case SnapshotOffer:
                _state = Vault.Replay(_state, message);
                _latest = _state.All.Select(stored => stored.ChangedAt).Append(_latest).Max();
                break;
            default:
                _state = Vault.Replay(_state, message);
                _latest = Later(_latest, (message as StoredRegistry.DefinitionStored)?.Definition.At ?? (message as StoredRegistry.DefinitionRemoved)?.At);
                _sinceSnapshot++;
                break;
        }
    }

    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case RegistryMessages.Carry { Command: FleetCommands.RotateMasterKey } rotate:
                Rotate(rotate);
                break;
            case RegistryMessages.Carry carry:
                Carry(carry);
                break;
            default:
                if (!Care(message))
                    Unhandled(message);
                break;
        }
    }

    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        var why = reason as StorageException is { } known ? known.Message : $"The definitions cannot be read back: {reason.Message} Nothing was changed.";
        _keeper.Tell(new RegistryMessages.Failed(why, reason));
    }

    /// <summary>The disk is full, for one. Nothing of the write is there, and the next one may succeed.</summary>
    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        // Told for each event of the write, answered once.
        if (_writing is not { } writing)
            return;
        _writing = null;
        var why = TuyaDatabase.Sentence(_storage.Settings.Database, cause);
        _log.Warning("A change was not stored: {0}", why);
        Answer(writing.Request, new FleetReply.NotStored(writing.Request.DeviceId, why));
    }

    /// <summary>Whether the write is there is not known: the actor stops after this, and its successor will see.</summary>
    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
        _keeper.Tell(new RegistryMessages.Failed($"The journal failed: {TuyaDatabase.Sentence(_storage.Settings.Database, cause)}", cause));

    private void Carry(RegistryMessages.Carry carry)
    {
        var decision = _state.Decide(carry.Command, Now);
        if (decision.Events.IsEmpty)
        {
            Answer(carry, decision.Reply);
            return;
        }

        _writing = new Writing(carry, decision);
        PersistAll(decision.Events.Select(Vault.Seal).ToList(), _ => OneIsStored());
    }

    private void OneIsStored()
    {
        _sinceSnapshot++;
        if (_writing is not { } writing || --writing.Open > 0)
            return;
        _writing = null;
        _state = writing.Decision.After;
        foreach (var e in writing.Decision.Events)
            _latest = Later(_latest, e is RegistryEvent.Stored stored ? stored.Definition.ChangedAt : (e as RegistryEvent.Removed)?.At);
        _keeper.Tell(new RegistryMessages.Carried(writing.Request, writing.Decision.Reply, writing.Decision.Events) { After = _state });
        SnapshotIfDue();
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset? other) => other > one ? other.Value : one;

    private void Answer(RegistryMessages.Carry request, FleetReply reply) => _keeper.Tell(new RegistryMessages.Carried(request, reply, []));
}
