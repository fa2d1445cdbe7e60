#nullable disable
using Akka.Dispatch.SysMsg;
using Akka.Util;

namespace Akka.Actor;

// Whom this actor watches, and who watches it.
public partial class ActorCell
{
    private SmallMap<IActorRef, object> _watching;
    private Dictionary<IActorRef, object> _terminatedQueued;
    private HashSet<IActorRef> _watchedBy;

    public IActorRef Watch(IActorRef subject) => Watch(subject, null);

    public IActorRef WatchWith(IActorRef subject, object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Watch(subject, message);
    }

    public IActorRef Unwatch(IActorRef subject)
    {
        var other = (IInternalActorRef)subject;
        if (!other.Equals(_self) && _watching.Remove(subject))
            other.SendSystemMessage(new Unwatch(other, _self));
        _terminatedQueued?.Remove(subject);
        return subject;
    }

    private protected void ReceivedTerminated(Terminated t)
    {
        // Taken back by an Unwatch between the death and now.
        if (_terminatedQueued is null || !_terminatedQueued.Remove(t.ActorRef, out var instead))
            return;
        if (instead is null)
        {
            ReceiveMessage(t);
            return;
        }

        _envelope = new Envelope(instead, _envelope.Sender);
        ReceiveMessage(instead);
    }

    /// <summary>A death that the actor has seen and laid aside is about to come again.</summary>
    internal void TerminatedQueuedFor(IActorRef subject) => (_terminatedQueued ??= [])[subject] = null;

    private IActorRef Watch(IActorRef subject, object instead)
    {
        var other = (IInternalActorRef)subject;
        if (other.Equals(_self))
            return subject;
        if (_watching.TryGetValue(subject, out var before))
        {
            if (!Equals(before, instead))
            {
                throw new InvalidOperationException(
                    $"Watch({subject}) termination message was not overwritten from [{before ?? "Terminated"}] to [{instead ?? "Terminated"}]. "
                    + "If this was intended, unwatch first before using 'Watch' / 'WatchWith' with another message.");
            }

            return subject;
        }

        _watching.Set(subject, instead);
        other.SendSystemMessage(new Watch(other, _self));
        return subject;
    }

    private void AddWatcher(IInternalActorRef watchee, IInternalActorRef watcher)
    {
        // The parent hears in any case.
        if (watchee.Equals(_self) && !watcher.Equals(_self) && !watcher.Equals(Parent))
            (_watchedBy ??= []).Add(watcher);
    }

    private void RemoveWatcher(IActorRef watchee, IActorRef watcher)
    {
        if (watchee.Equals(_self) && _watchedBy?.Remove(watcher) == true && _watchedBy.Count == 0)
            _watchedBy = null;
    }

    private void WatchedActorTerminated(DeathWatchNotification death)
    {
        if (_watching.Remove(death.Actor, out var instead) && _waiting is not (Waiting.Termination or Waiting.Terminated))
        {
            (_terminatedQueued ??= [])[death.Actor] = instead;
            _self.Tell(new Terminated(death.Actor, death.ExistenceConfirmed, death.AddressTerminated), death.Actor);
        }

        if (StatsOf(death.Actor) is not null)
            ChildTerminated(death.Actor);
    }

    private void TellWatchersWeDied()
    {
        foreach (var watcher in _watchedBy ?? [])
        {
            ((IInternalActorRef)watcher).SendSystemMessage(new DeathWatchNotification(_self, true, false));
        }

        // The parent hears last: a name is free only when all others know.
        Parent.SendSystemMessage(new DeathWatchNotification(_self, true, false));
        _watchedBy = null;
    }

    private void UnwatchAll()
    {
        foreach (var (subject, _) in _watching.All)
        {
            var other = (IInternalActorRef)subject;
            other.SendSystemMessage(new Unwatch(other, _self));
        }

        _watching.Clear();
        _terminatedQueued = null;
    }
}
