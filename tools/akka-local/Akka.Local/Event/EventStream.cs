#nullable disable
using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Dispatch.SysMsg;

namespace Akka.Event;

/// <summary>Brings events to those who subscribed to their class.</summary>
public abstract class EventBus<TEvent, TClassifier, TSubscriber>
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<TClassifier, TSubscriber[]> _routes = new();
    private readonly Dictionary<TClassifier, HashSet<TSubscriber>> _subscribers = [];

    public virtual bool Subscribe(TSubscriber subscriber, TClassifier classifier)
    {
        lock (_gate)
        {
            if (!_subscribers.TryGetValue(classifier, out var known))
                _subscribers.Add(classifier, known = []);
            if (!known.Add(subscriber))
                return false;
            _routes.Clear();
            return true;
        }
    }

    public virtual bool Unsubscribe(TSubscriber subscriber, TClassifier classifier)
    {
        lock (_gate)
        {
            if (!_subscribers.TryGetValue(classifier, out var known) || !known.Remove(subscriber))
                return false;
            _routes.Clear();
            return true;
        }
    }

    public virtual bool Unsubscribe(TSubscriber subscriber)
    {
        lock (_gate)
        {
            var removed = false;
            foreach (var known in _subscribers.Values)
                removed |= known.Remove(subscriber);
            if (removed)
                _routes.Clear();
            return removed;
        }
    }

    public virtual void Publish(TEvent @event)
    {
        var classifier = GetClassifier(@event);
        if (!_routes.TryGetValue(classifier, out var subscribers))
            subscribers = Route(@event, classifier);
        foreach (var subscriber in subscribers)
            Publish(@event, subscriber);
    }

    private protected abstract void Publish(TEvent @event, TSubscriber subscriber);

    private protected abstract bool Classify(TEvent @event, TClassifier classifier);

    private protected abstract TClassifier GetClassifier(TEvent @event);

    internal bool HasSubscriptions(TSubscriber subscriber)
    {
        lock (_gate)
            return _subscribers.Values.Any(known => known.Contains(subscriber));
    }

    /// <summary>A subscriber hears an event once, however many of its subscriptions fit.</summary>
    private TSubscriber[] Route(TEvent @event, TClassifier classifier)
    {
        lock (_gate)
        {
            var route = _subscribers
                .Where(one => Classify(@event, one.Key))
                .SelectMany(one => one.Value)
                .Distinct()
                .ToArray();
            _routes[classifier] = route;
            return route;
        }
    }
}

public abstract class ActorEventBus<TEvent, TClassifier> : EventBus<TEvent, TClassifier, IActorRef>;

/// <summary>The event stream of a system: by type of event, base types and interfaces included.</summary>
public class EventStream : LoggingBus
{
    private readonly bool _debug;
    private Unsubscriber _unsubscriber;

    internal EventStream(bool debug) => _debug = debug;

    public override bool Subscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        var added = base.Subscribe(subscriber, channel);
        if (added)
            _unsubscriber?.Watch(subscriber);
        if (_debug)
            Publish(new Debug(nameof(EventStream), typeof(EventStream), $"subscribing {subscriber} to channel {channel}"));
        return added;
    }

    public override bool Unsubscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        var removed = base.Unsubscribe(subscriber, channel);
        if (removed && !HasSubscriptions(subscriber))
            _unsubscriber?.Unwatch(subscriber);
        if (_debug)
            Publish(new Debug(nameof(EventStream), typeof(EventStream), $"unsubscribing {subscriber} from channel {channel}"));
        return removed;
    }

    public override bool Unsubscribe(IActorRef subscriber)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        var removed = base.Unsubscribe(subscriber);
        if (removed)
            _unsubscriber?.Unwatch(subscriber);
        if (_debug)
            Publish(new Debug(nameof(EventStream), typeof(EventStream), $"unsubscribing {subscriber} from all channels"));
        return removed;
    }

    /// <summary>From now on the subscriptions of an actor end with the actor.</summary>
    internal void StartUnsubscriber(Actor.Internal.ActorSystemImpl system) => _unsubscriber = new Unsubscriber(
        this, system.Provider, system.SystemGuardian.Path / "eventStreamUnsubscriber");

    /// <summary>Watches the subscribers. No actor: it has nothing to do but to hear of a death.</summary>
    private sealed class Unsubscriber : MinimalActorRef
    {
        private readonly EventStream _stream;

        public Unsubscriber(EventStream stream, IActorRefProvider provider, ActorPath path)
        {
            _stream = stream;
            Provider = provider;
            Path = path;
        }

        public override ActorPath Path { get; }

        public override IActorRefProvider Provider { get; }

        public void Watch(IActorRef subscriber)
        {
            if (subscriber is IInternalActorRef actor)
                actor.SendSystemMessage(new Watch(actor, this));
        }

        public void Unwatch(IActorRef subscriber)
        {
            if (subscriber is IInternalActorRef actor)
                actor.SendSystemMessage(new Unwatch(actor, this));
        }

        public override void SendSystemMessage(ISystemMessage message)
        {
            if (message is DeathWatchNotification dead)
                _stream.Unsubscribe(dead.Actor);
        }
    }
}
