using System.Collections.Immutable;
using Akka.Actor;
using TuyaActors.Device;
using TuyaActors.Messages;
using TuyaActors.Telemetry;

namespace TuyaActors.Router;

/// <summary>Who listens to what. An event touches only the subscriptions it concerns; a device is asked for its snapshot once for all that wait for it.</summary>
/// <param name="directory">Who is who.</param>
/// <param name="buffer"><c>tuya.subscribers.buffer</c>.</param>
/// <param name="telemetry">Where it tells what subscribers miss.</param>
internal sealed class SubscriptionBoard(FleetDirectory directory, int buffer, FleetTelemetry? telemetry = null)
{
    // A question is lost when the device's actor, or the router, crashes over it; a stuck actor must not be buried under repetitions.
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    // One that is known not to answer is asked again later, and keeps nobody waiting until then.
    private static readonly TimeSpan SilentWait = TimeSpan.FromSeconds(10);

    private readonly Dictionary<IActorRef, Subscription> _subscriptions = [];
    private readonly SubscriptionIndex<Subscription> _index = new();
    private readonly Dictionary<DeviceId, Question> _questions = [];
    private readonly Dictionary<DeviceId, (DateTimeOffset At, List<Subscription> Waiting)> _silent = [];
    private readonly DpWatch _watch = new();
    private long _number;
    private long _wanted;

    // The messages to send, while the actor that may do so is at work.
    private Action<IActorRef, object> _send = static (_, _) => { };

    /// <summary>Whether any snapshot is waited for.</summary>
    public bool IsAsking => _questions.Count > 0 || _silent.Count > 0;

    /// <summary>Sends by this from now on, as the router does after a crash, too.</summary>
    public void SendBy(Action<IActorRef, object> send) => _send = send;

    /// <summary>Takes a subscriber in, or gives it another filter; answers the devices whose watched DPs may be others now (null: any).</summary>
    public IReadOnlyCollection<DeviceId>? Subscribe(IActorRef subscriber, EventFilter filter, DateTimeOffset now)
    {
        if (_subscriptions.TryGetValue(subscriber, out var subscription))
        {
            var left = Withdraw(subscription);
            subscription.Replace(filter, now);
            subscription.Since = ++_wanted;
            return Both(left, Enter(subscription, filter, now));
        }

        // Numbers that no former subscription of the same actor has had: an answer that was meant for it says nothing about this one.
        subscription = new Subscription(subscriber, ++_number << 32, buffer, Tell, Probe, (telemetry ?? FleetTelemetry.None).Dropped)
        {
            Filter = filter,
            Since = ++_wanted,
        };
        _subscriptions.Add(subscriber, subscription);
        return Enter(subscription, filter, now);
    }

    /// <summary>Takes a subscriber out; answers as <see cref="Subscribe"/>.</summary>
    public IReadOnlyCollection<DeviceId>? Unsubscribe(IActorRef subscriber) =>
        _subscriptions.Remove(subscriber, out var subscription) ? Withdraw(subscription) : [];

    /// <summary>The DPs of a device that somebody subscribes to by number.</summary>
    public ImmutableHashSet<int> WatchedOf(DeviceId id) => _watch.Of(id);

    /// <summary>Something happened.</summary>
    public void Publish(IDeviceEvent e)
    {
        foreach (var subscription in _index.Of(e.DeviceId))
            subscription.Offer(e);
        if (e is DeviceEvents.Removed && directory.Find(e.DeviceId) is null)
        {
            foreach (var subscription in _index.Forget(e.DeviceId))
                Count(subscription.Filter, e.DeviceId, -1);
        }
    }

    /// <summary>Something cannot be told, because its handling failed: nobody shall be without it unknowingly.</summary>
    public void Lose(DateTimeOffset at)
    {
        // Whoever it is for: to find that out may be what failed.
        foreach (var subscription in _subscriptions.Values)
            subscription.Miss(at);
    }

    /// <summary>So many events were lost, of whichever devices.</summary>
    public void Lose(long count, DateTimeOffset at)
    {
        foreach (var subscription in _subscriptions.Values)
        {
            subscription.Miss(at, count);
            Advance(subscription, at);
        }
    }

    /// <summary>All that somebody wants.</summary>
    public RouterMessages.Wanted Wanted()
    {
        var filters = _subscriptions.Values.Select(subscription => subscription.Filter).ToList();
        var kinds = filters.Aggregate(EventKinds.None, (all, filter) => all | filter.Kinds);
        // What a selector means changes with the definitions.
        return filters.Any(filter => filter.Selector is not null || filter.Devices.IsEmpty)
            ? new RouterMessages.Wanted(kinds, null) { Number = _wanted }
            : new RouterMessages.Wanted(kinds, [.. filters.SelectMany(filter => filter.Devices)]) { Number = _wanted };
    }

    /// <summary>A device is this from now on; answers whether its watched DPs may be others now.</summary>
    /// <param name="definition">What it is.</param>
    /// <param name="isNew">Whether it has another actor than before, so that all begin anew with it.</param>
    /// <param name="now">The time.</param>
    public bool Define(DeviceDefinition definition, bool isNew, DateTimeOffset now)
    {
        var id = definition.Id;
        var (joined, left) = _index.Define(definition);
        foreach (var subscription in left)
        {
            Count(subscription.Filter, id, -1);
            Leave(subscription, id);
        }

        foreach (var subscription in joined)
            Count(subscription.Filter, id, +1);
        if (isNew)
        {
            _questions.Remove(id);
            _silent.Remove(id);
        }

        foreach (var subscription in isNew ? _index.Of(id) : joined)
            Await(subscription, id, now);
        return joined.Concat(left).Any(subscription => DpWatch.Of(subscription.Filter) is not null);
    }

    /// <summary>A device is no more. (Who listens to it, hears of that by <see cref="DeviceEvents.Removed"/>.)</summary>
    public void Forget(DeviceId id)
    {
        _silent.Remove(id);
        if (!_questions.Remove(id, out var question))
            return;
        foreach (var subscription in question.Waiting)
            subscription.Leave(id);
    }

    /// <summary>A device cannot be asked at the moment: who waits for it hears what it tells without a snapshot first, and gets that later.</summary>
    public void Pass(DeviceId id, DateTimeOffset now)
    {
        if (!_questions.Remove(id, out var question))
            return;
        // Who waits since an earlier question waits no longer for those that came behind it.
        var silent = _silent.GetValueOrDefault(id, (now, []));
        _silent[id] = (silent.At, [.. silent.Waiting.Union(question.Waiting)]);
        foreach (var subscription in question.Waiting)
        {
            subscription.Leave(id);
            Pump(subscription, now);
        }
    }

    /// <summary>A device has answered. Whoever hears it answers for itself: what comes from the device before this is covered by it.</summary>
    /// <param name="device">How it stands.</param>
    /// <param name="now">The time.</param>
    /// <param name="wanted">For whom it is: those who came later do not get all that follows it, and wait for another one.</param>
    public void Take(DeviceSnapshot device, DateTimeOffset now, long wanted = long.MaxValue)
    {
        var entry = directory.Find(device.DeviceId);
        if (entry is null || !_questions.Remove(device.DeviceId, out var question))
            return;
        var definition = entry.Definition;
        var taken = new DeviceEvents.SnapshotTaken(
            // A sub-device hears of a new name by way of its gateway, later than the router.
            device with { Name = definition.Name, Tags = definition.Tags, Group = definition.Group, ProductName = definition.ProductName },
            now);
        foreach (var subscription in question.Waiting)
        {
            if (subscription.Since > wanted || !subscription.Take(taken))
                QuestionFor(device.DeviceId).Waiting.Add(subscription);
        }

        if (question.Waiting.Any(subscription => subscription.Since > wanted))
            Ask(device.DeviceId, QuestionFor(device.DeviceId), now);
        foreach (var subscription in question.Waiting)
            Pump(subscription, now);
    }

    /// <summary>A subscriber has worked off what it was sent up to this number.</summary>
    public void Acknowledge(IActorRef subscriber, long number, DateTimeOffset now)
    {
        if (!_subscriptions.TryGetValue(subscriber, out var subscription))
            return;
        subscription.Acknowledge(number);
        Advance(subscription, now);
    }

    /// <summary>After a crash: asks all anew what may have been lost.</summary>
    public void Resume(DateTimeOffset now)
    {
        foreach (var (id, question) in _questions)
        {
            if (question.AskedAt is not null)
                Ask(id, question, now);
        }

        foreach (var subscription in _subscriptions.Values)
        {
            subscription.Probe();
            Advance(subscription, now);
        }
    }

    /// <summary>Asks once more those that have not answered for long.</summary>
    public void AskAgain(DateTimeOffset now)
    {
        foreach (var (id, (at, waiting)) in _silent.Where(silent => !PointInTime.IsWithin(silent.Value.At, SilentWait, now)).ToList())
        {
            _silent.Remove(id);
            foreach (var subscription in waiting.Where(subscription => IsOf(subscription, id)))
                Await(subscription, id, now);
        }

        foreach (var (id, question) in _questions.ToList())
        {
            if (question.Waiting.Count == 0)
            {
                _questions.Remove(id);
            }
            else if (question.AskedAt is not null && !question.AskedAt.IsWithin(question.Wait, now))
            {
                question.Wait = question.Wait * 2 < LongestWait ? question.Wait * 2 : LongestWait;
                Ask(id, question, now);
            }
        }
    }

    /// <summary>How often <see cref="AskAgain"/> is to be called while <see cref="IsAsking"/>.</summary>
    public static TimeSpan AskAgainEach => FirstWait;

    private void Tell(IActorRef subscriber, IDeviceEvent e) => _send(subscriber, e);

    private void Probe(IActorRef subscriber, long number) => _send(subscriber, new Identify(number));

    private void Advance(Subscription subscription, DateTimeOffset now)
    {
        if (subscription.Drain())
            AwaitAll(subscription, now);
        else
            Pump(subscription, now);
    }

    private IReadOnlyCollection<DeviceId>? Enter(Subscription subscription, EventFilter filter, DateTimeOffset now)
    {
        var members = _index.Add(subscription, filter);
        var isOfAll = SubscriptionIndex<Subscription>.IsOfAll(filter);
        CountAll(filter, members, +1);
        subscription.Drain();
        AwaitAll(subscription, now);
        return DpWatch.Of(filter) is null ? [] : isOfAll ? null : members;
    }

    private IReadOnlyCollection<DeviceId>? Withdraw(Subscription subscription)
    {
        foreach (var id in subscription.Awaited)
            _questions.GetValueOrDefault(id)?.Waiting.Remove(subscription);
        var filter = subscription.Filter;
        var members = _index.Remove(subscription);
        CountAll(filter, members, -1);
        return DpWatch.Of(filter) is null ? [] : SubscriptionIndex<Subscription>.IsOfAll(filter) ? null : members;
    }

    private void CountAll(EventFilter filter, IReadOnlyCollection<DeviceId> members, int by)
    {
        if (SubscriptionIndex<Subscription>.IsOfAll(filter))
            Count(filter, null, by);
        foreach (var id in members)
            Count(filter, id, by);
    }

    private void Count(EventFilter filter, DeviceId? id, int by)
    {
        if (DpWatch.Of(filter) is { } dps)
            _watch.Count(id, dps, by);
    }

    private void AwaitAll(Subscription subscription, DateTimeOffset now)
    {
        if (!subscription.WantsSnapshots)
            return;
        var filter = subscription.Filter;
        var devices = SubscriptionIndex<Subscription>.IsOfAll(filter)
            ? directory.All.Select(device => device.Id)
            : _index.DevicesOf(subscription).Where(id => directory.Find(id) is not null);
        foreach (var id in devices)
        {
            if (subscription.Await(id))
                QuestionFor(id).Waiting.Add(subscription);
        }

        Pump(subscription, now);
    }

    private void Await(Subscription subscription, DeviceId id, DateTimeOffset now)
    {
        if (!subscription.Await(id))
            return;
        QuestionFor(id).Waiting.Add(subscription);
        Pump(subscription, now);
    }

    private bool IsOf(Subscription subscription, DeviceId id) =>
        _subscriptions.GetValueOrDefault(subscription.Subscriber) == subscription && directory.Find(id) is not null && _index.Of(id).Contains(subscription);

    private void Leave(Subscription subscription, DeviceId id)
    {
        subscription.Leave(id);
        _questions.GetValueOrDefault(id)?.Waiting.Remove(subscription);
    }

    private void Pump(Subscription subscription, DateTimeOffset now)
    {
        foreach (var id in subscription.NextToAsk())
        {
            if (QuestionFor(id) is { AskedAt: null } question)
                Ask(id, question, now);
        }
    }

    private void Ask(DeviceId id, Question question, DateTimeOffset now)
    {
        question.AskedAt = now;
        if (directory.Find(id) is { } device)
            _send(device.Actor, new DeviceQueries.GetDevice(id));
    }

    private Question QuestionFor(DeviceId id)
    {
        if (!_questions.TryGetValue(id, out var question))
            _questions[id] = question = new Question();
        return question;
    }

    private static IReadOnlyCollection<DeviceId>? Both(IReadOnlyCollection<DeviceId>? one, IReadOnlyCollection<DeviceId>? other) =>
        one is null || other is null ? null : [.. one.Union(other)];

    private sealed class Question
    {
        public HashSet<Subscription> Waiting { get; } = [];
        public DateTimeOffset? AskedAt { get; set; }
        public TimeSpan Wait { get; set; } = FirstWait;
    }
}
