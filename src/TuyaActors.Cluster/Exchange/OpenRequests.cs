using Akka.Actor;
using TuyaActors.Messages;

namespace TuyaActors.Cluster.Exchange;

/// <summary>A command or a question that is on its way to a device.</summary>
/// <param name="DeviceId">To whom.</param>
/// <param name="Segment">Where it is.</param>
/// <param name="Message">What.</param>
/// <param name="Door">Who stands for the device here, and answers.</param>
/// <param name="Asker">Who waits.</param>
/// <param name="At">When it began.</param>
/// <param name="GivenUpAt">When it is answered, whatever is known then.</param>
internal sealed record OpenRequest(DeviceId DeviceId, string Segment, object Message, IActorRef Door, IActorRef Asker, DateTimeOffset At, DateTimeOffset GivenUpAt)
{
    /// <summary>The answer where none has come in time.</summary>
    public object WhenSilent(DateTimeOffset now) => Answer(new CommandOutcome.TimedOut(DeviceId, now - At));

    /// <summary>The answer where its segment cannot be reached.</summary>
    public object WhenUnavailable(bool wasSent) => Answer(new CommandOutcome.SegmentUnavailable(DeviceId, Segment, wasSent && Message is IDeviceCommand));

    /// <summary>The answer where there is no such device any more.</summary>
    public object WhenRemoved() => Message is IDeviceCommand
        ? new CommandOutcome.Cancelled(DeviceId, "the device was taken out of service before the command ended")
        : new DeviceReplies.DeviceNotFound(DeviceId);

    /// <summary>The answer where this node has stopped.</summary>
    public object WhenEnded() => Answer(new CommandOutcome.Cancelled(DeviceId, "the fleet ended before the outcome was there"));

    /// <summary>The answer where the device's node has answered in words that this one does not know.</summary>
    public object WhenUnreadable(string manifest) =>
        Answer(new CommandOutcome.Rejected(DeviceId, $"the device's node answered by '{manifest}', which this version does not know; bring both nodes to the same version"));

    private object Answer(CommandOutcome outcome) => Message is IDeviceCommand ? outcome : new DeviceReplies.DeviceNotAnswering(DeviceId, outcome);
}

/// <summary>What this node has asked others and not been answered yet: each ends exactly once. Pure but for its own memory.</summary>
internal sealed class OpenRequests
{
    private readonly Dictionary<long, OpenRequest> _open = [];
    private readonly PriorityQueue<long, DateTimeOffset> _due = new();
    private long _number;

    /// <summary>How many are open.</summary>
    public int Count => _open.Count;

    /// <summary>When the next one is given up; null: none is open.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            while (_due.TryPeek(out var number, out var at))
            {
                if (_open.ContainsKey(number))
                    return at;
                _due.Dequeue();
            }

            return null;
        }
    }

    /// <summary>Begins one; answers its number.</summary>
    public long Add(OpenRequest request)
    {
        _open.Add(++_number, request);
        _due.Enqueue(_number, request.GivenUpAt);
        return _number;
    }

    /// <summary>Ends the one of this number; null: it has ended already.</summary>
    public OpenRequest? Take(long number) => _open.Remove(number, out var request) ? request : null;

    /// <summary>Ends those whose time is up.</summary>
    public IReadOnlyList<OpenRequest> TakeDue(DateTimeOffset now)
    {
        var due = new List<OpenRequest>();
        while (NextDue is { } at && at <= now)
            due.Add(Take(_due.Dequeue())!);
        return due;
    }

    /// <summary>Ends those to a segment.</summary>
    public IReadOnlyList<OpenRequest> TakeOf(string segment) => TakeWhere(request => request.Segment == segment);

    /// <summary>Ends those to a device.</summary>
    public IReadOnlyList<OpenRequest> TakeOf(DeviceId device) => TakeWhere(request => request.DeviceId == device);

    /// <summary>Ends all.</summary>
    public IReadOnlyList<OpenRequest> TakeAll() => TakeWhere(static _ => true);

    private List<OpenRequest> TakeWhere(Func<OpenRequest, bool> isMeant)
    {
        var meant = _open.Where(open => isMeant(open.Value)).ToList();
        meant.ForEach(open => _open.Remove(open.Key));
        return [.. meant.Select(open => open.Value)];
    }
}
