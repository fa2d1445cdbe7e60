#nullable disable
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

// Birth, failure, restart and death, all by system messages.
public partial class ActorCell
{
    /// <summary>A failed actor has told its parent and waits for the verdict; it does not fail twice.</summary>
    private bool _failed;

    /// <summary>The child whose failure became this actor's own.</summary>
    private IActorRef _perpetrator;

    /// <summary>What came while it could not be dealt with, in order.</summary>
    private Queue<SystemMessage> _heldBack;

    internal void Suspend() => SendSystemMessage(new Suspend());

    internal void Resume(Exception causedByFailure) => SendSystemMessage(new Resume(causedByFailure));

    internal void Restart(Exception cause) => SendSystemMessage(new Recreate(cause));

    /// <summary>Safe from any thread.</summary>
    internal void Stop() => SendSystemMessage(new Terminate());

    internal void InvokeSystem(SystemMessage message)
    {
        if (MustWait(message))
        {
            (_heldBack ??= []).Enqueue(message);
            return;
        }

        Handle(message);
        while (_heldBack is { Count: > 0 } && !MustWait(_heldBack.Peek()))
            Handle(_heldBack.Dequeue());
    }

    /// <summary>
    /// Between two incarnations the counts of suspensions must not change, and nobody can judge a child's failure; a failed actor, too,
    /// leaves that to what comes after the verdict on itself.
    /// </summary>
    private bool MustWait(SystemMessage message) => message switch
    {
        Failed => _waiting is Waiting.Creation or Waiting.Recreation
            || (_failed && _waiting is not (Waiting.Termination or Waiting.Terminated)),
        Akka.Dispatch.SysMsg.Recreate or Akka.Dispatch.SysMsg.Suspend or Akka.Dispatch.SysMsg.Resume => _waiting is Waiting.Creation or Waiting.Recreation,
        _ => false,
    };

    private void Handle(SystemMessage message)
    {
        try
        {
            switch (message)
            {
                case TaskStep step:
                    StepTurn(step);
                    break;
                case TaskEnd end:
                    EndTurn(end);
                    break;
                case Create create:
                    CreateFirst(create.Failure);
                    break;
                case Watch watch:
                    AddWatcher(watch.Watchee, watch.Watcher);
                    break;
                case Unwatch unwatch:
                    RemoveWatcher(unwatch.Watchee, unwatch.Watcher);
                    break;
                case DeathWatchNotification death:
                    WatchedActorTerminated(death);
                    break;
                case Failed failed:
                    ChildFailed(failed);
                    break;
                case Recreate recreate:
                    Recreate(recreate.Cause);
                    break;
                case Akka.Dispatch.SysMsg.Suspend:
                    SuspendAll();
                    break;
                case Resume resume:
                    ResumeAll(resume.CausedByFailure);
                    break;
                case Akka.Dispatch.SysMsg.Terminate:
                    Terminate();
                    break;
                default:
                    throw new NotSupportedException($"Unknown system message {message.GetType()}");
            }
        }
        catch (Exception error)
        {
            HandleFailure(error, null);
        }
    }

    private void CreateFirst(ActorInitializationException failure)
    {
        if (failure is not null)
            throw failure;
        try
        {
            NewActor().AroundPreStart();
            CheckReceiveTimeout();
            if (SystemImpl.Settings.DebugLifecycle)
                Publish(new Debug(_self.Path.ToString(), Props.Type, $"Started ({_actor})"));
        }
        catch (Exception error)
        {
            ClearActor();
            throw error as ActorInitializationException
                ?? new ActorInitializationException(_self, "Exception during creation", error);
        }
    }

    /// <summary>Stops where it stands, and asks the parent.</summary>
    private void HandleFailure(Exception error, IActorRef perpetrator)
    {
        if (_failed)
            return;
        _failed = true;
        _perpetrator = perpetrator;
        try
        {
            Mailbox.Suspend();
            foreach (var one in Stats())
            {
                if (!one.Child.Equals(perpetrator))
                    one.Child.Suspend();
            }

            Parent.SendSystemMessage(new Failed(_self, error, _self.Path.Uid));
        }
        catch (Exception second)
        {
            Publish(new Error(second, _self.Path.ToString(), Props.Type, "emergency stop: exception in failure handling for " + error.GetType()));
            foreach (var child in GetChildren())
                child.Stop();
            FinishTerminate();
        }
    }

    private void ChildFailed(Failed failed)
    {
        var stats = StatsOf(failed.Child);
        if (stats is null || stats.Uid != failed.Uid)
            return;
        if (_actor is null)
        {
            // Between two incarnations there is nobody to decide.
            Stop(failed.Child);
            return;
        }

        bool handled;
        var before = _envelope;
        _envelope = new Envelope(failed, failed.Child);
        try
        {
            handled = _actor.Strategy(Props).HandleFailure(this, failed.Child, failed.Cause, stats, Stats());
        }
        catch (Exception error)
        {
            HandleFailure(error, failed.Child);
            return;
        }
        finally
        {
            _envelope = before;
        }

        if (!handled)
        {
            _envelope = new Envelope(failed, failed.Child);
            HandleFailure(failed.Cause, failed.Child);
        }
    }

    private void SuspendAll()
    {
        Mailbox.Suspend();
        foreach (var child in GetChildren())
            child.Suspend();
    }

    private void ResumeAll(Exception causedByFailure)
    {
        if (_actor is null && causedByFailure is not null)
        {
            // There is no state to go on with.
            Recreate(causedByFailure);
            return;
        }

        Mailbox.Resume();
        var perpetrator = _perpetrator;
        if (causedByFailure is not null)
        {
            _failed = false;
            _perpetrator = null;
        }

        foreach (var child in GetChildren())
            child.Resume(child.Equals(perpetrator) ? causedByFailure : null);
        if (Mailbox.IsSuspended)
            return;
        _envelope = default;
        CheckReceiveTimeout();
    }

    private void Recreate(Exception cause)
    {
        if (_waiting is Waiting.Termination or Waiting.Terminated)
        {
            Mailbox.Resume();
            return;
        }

        _recreationCause = cause;
        if (_actor is null)
        {
            foreach (var child in GetChildren().ToList())
                Stop(child);
            if (!WaitForChildren(Waiting.Creation))
                FinishCreate();
            return;
        }

        try
        {
            _actor.AroundPreRestart(cause, _failed ? _envelope.Message : null);
        }
        catch (Exception error)
        {
            var wrapped = new PreRestartException(_self, error, cause, _envelope.Message);
            Publish(new Error(wrapped, _self.Path.ToString(), Props.Type, error.Message));
        }
        finally
        {
            ClearActor();
        }

        if (!WaitForChildren(Waiting.Recreation))
            FinishRecreate();
    }

    private void FinishCreate()
    {
        Mailbox.Resume();
        _failed = false;
        _perpetrator = null;
        CreateFirst(null);
    }

    private void FinishRecreate()
    {
        var cause = _recreationCause;
        _recreationCause = null;
        var survivors = Stats();
        Mailbox.Resume();
        _failed = false;
        _perpetrator = null;
        try
        {
            NewActor().AroundPostRestart(cause, null);
            if (SystemImpl.Settings.DebugLifecycle)
                Publish(new Debug(_self.Path.ToString(), Props.Type, $"Restarted ({_actor})"));
            CheckReceiveTimeout();
        }
        catch (Exception error)
        {
            ClearActor();
            HandleFailure(new PostRestartException(_self, error, cause), null);
            return;
        }

        foreach (var survivor in survivors)
            survivor.Child.Restart(cause);
    }

    private void Terminate()
    {
        if (_waiting is Waiting.Termination or Waiting.Terminated)
            return;
        SetReceiveTimeout(null);
        _actor?.OwnTimers?.CancelAll();
        foreach (var child in GetChildren().ToList())
            Stop(child);
        if (!WaitForChildren(Waiting.Termination))
        {
            FinishTerminate();
            return;
        }

        // No user message while the children die, and no failure: there is nothing left to save.
        Mailbox.Suspend();
        _failed = true;
    }

    private void ChildTerminated(IActorRef child)
    {
        var over = RemoveChild(child);
        try
        {
            _actor?.Strategy(Props).HandleChildTerminated(this, child, LazyChildren());
        }
        catch (Exception error)
        {
            Publish(new Error(error, _self.Path.ToString(), Props.Type, "HandleChildTerminated failed"));
        }

        switch (over)
        {
            case Waiting.Creation:
                FinishCreate();
                break;
            case Waiting.Recreation:
                FinishRecreate();
                break;
            case Waiting.Termination:
                FinishTerminate();
                break;
        }
    }

    private void FinishTerminate()
    {
        lock (ChildrenGate)
        {
            if (_waiting == Waiting.Terminated)
                return;
            _waiting = Waiting.Terminated;
        }

        try
        {
            _actor?.AroundPostStop();
        }
        catch (Exception error)
        {
            Publish(new Error(error, _self.Path.ToString(), Props.Type, error.Message));
        }

        var type = _actor?.GetType() ?? Props.Type;
        ClearActor();
        SetReceiveTimeout(null);
        Dispatcher.Detach(this);
        UnwatchAll();
        if (SystemImpl.Settings.DebugLifecycle)
            Publish(new Debug(_self.Path.ToString(), type, "Stopped"));
        TellWatchersWeDied();
    }

    private void Publish(LogEvent entry) => System.EventStream.Publish(entry);
}
