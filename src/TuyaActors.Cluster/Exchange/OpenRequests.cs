using Akka.Actor;
using TuyaActors.Cluster.Wire;
using TuyaActors.Diagnostics;
using TuyaActors.Messages;

namespace TuyaActors.Cluster.Exchange;

/// <summary>A command or a question that is on its way to a device.</summary>
/// <param name="segment">Where it is.</param>
/// <param name="door">Who stands for the device here, and answers.</param>
/// <param name="asker">Who waits.</param>
/// <param name="at">When it began.</param>
/// <param name="givenUpAt">When it is answered, whatever is known then.</param>
internal sealed class OpenRequest(string segment, IActorRef door, IActorRef asker, DateTimeOffset at, DateTimeOffset givenUpAt)
{
    public string Segment { get; } = segment;

    /// <summary>When it began.</summary>
    public DateTimeOffset At { get; private set; } = at;

    public IActorRef Door { get; } = door;

    public IActorRef Asker { get; } = asker;

    public DateTimeOffset GivenUpAt { get; set; } = givenUpAt;

    /// <summary>How long it may take from its arrival at the device; null: it has a deadline of its own.</summary>
    public TimeSpan? Patience { get; init; }

    /// <summary>The version of the interest that counted here when it was asked.</summary>
    public long Interest { get; init; }

    /// <summary>The number of what was wanted here then.</summary>
    public long Wanted { get; init; }

    /// <summary>What is sent.</summary>
    public required HostMessages.Carry Carry { get; set; }

    /// <summary>Whether it has reached the device's actor.</summary>
    public bool IsTaken { get; set; }

    public DeviceId DeviceId => Carry.DeviceId;

    /// <summary>Whether the clock was set back since it began and it counts from now on; what has a deadline of its own keeps it.</summary>
    public bool BeginAgain(DateTimeOffset now)
    {
        if (now >= At || (Carry.Message as IDeviceCommand)?.Deadline is not null)
            return false;
        (At, GivenUpAt) = (now, now + (GivenUpAt - At));
        return true;
    }

    private bool IsCommand => Carry.Message is IDeviceCommand;

    /// <summary>The answer where none has come in time.</summary>
    public object WhenSilent(DateTimeOffset now) => Answer(new CommandOutcome.TimedOut(DeviceId, now - At));

    /// <summary>The answer where its segment cannot be reached.</summary>
    public object WhenUnavailable(bool wasSent) => Answer(new CommandOutcome.SegmentUnavailable(DeviceId, Segment, wasSent && IsCommand));

    /// <summary>
    /// The answer where the node that had the device was lost over it; null: it is asked once more, for nothing has told that it reached the device. Where the node
    /// died in the moment between the two, it is carried out twice.
    /// </summary>
    public object? WhenLost() => IsTaken && IsCommand
        ? new CommandOutcome.Offline(DeviceId, DeviceState.Stopped, Diagnoses.Of(DiagnosisKind.Unhosted), WasSent: true)
        : null;

    /// <summary>The answer where there is no such device any more.</summary>
    public object WhenRemoved() => IsCommand
        ? new CommandOutcome.Cancelled(DeviceId, "the device was taken out of service before the command ended")
        : new DeviceReplies.DeviceNotFound(DeviceId);

    /// <summary>The answer where this node has stopped.</summary>
    public object WhenEnded() => Answer(new CommandOutcome.Cancelled(DeviceId, "the fleet ended before the outcome was there"));

    /// <summary>The answer where the device's node has answered in words that this one does not know.</summary>
    public object WhenUnreadable(string manifest) =>
        Answer(new CommandOutcome.Rejected(DeviceId, $"the device's node answered by '{manifest}', which this version does not know; bring both nodes to the same version"));

    private object Answer(CommandOutcome outcome) => IsCommand ? outcome : new DeviceReplies.DeviceNotAnswering(DeviceId, outcome);
}

/// <summary>What this node has asked others and not been answered yet: each ends exactly once. Pure but for its own memory.</summary>
internal sealed class OpenRequests
{
    private readonly Dictionary<long, OpenRequest> _open = [];

    // In the order of their numbers.
    private readonly Dictionary<DeviceId, List<OpenRequest>> _byDevice = [];
    private readonly PriorityQueue<long, DateTimeOffset> _due = new();

    // No two exchanges of one address have the same numbers, so that a host can tell what it had already.
    private long _number = Random.Shared.NextInt64(1, long.MaxValue / 2);

    /// <summary>How many are open.</summary>
    public int Count => _open.Count;

    /// <summary>When the next one is given up; null: none is open.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            while (_due.TryPeek(out var number, out var at))
            {
                if (_open.TryGetValue(number, out var request) && request.GivenUpAt == at)
                    return at;
                _due.Dequeue();
            }

            return null;
        }
    }

    /// <summary>Begins one, and gives it its number.</summary>
    public void Add(OpenRequest request)
    {
        request.Carry = request.Carry with { Number = ++_number };
        _open.Add(_number, request);
        if (!_byDevice.TryGetValue(request.DeviceId, out var ofDevice))
            _byDevice[request.DeviceId] = ofDevice = [];
        ofDevice.Add(request);
        _due.Enqueue(_number, request.GivenUpAt);
    }

    /// <summary>The one of this number; null: it has ended.</summary>
    public OpenRequest? Find(long number) => _open.GetValueOrDefault(number);

    /// <summary>Those to a device, in their order.</summary>
    public IReadOnlyList<OpenRequest> Of(DeviceId device) => [.. _byDevice.GetValueOrDefault(device) ?? []];

    /// <summary>It has reached its device: where it has no deadline, the device gives it a new one from now on.</summary>
    public void Take(OpenRequest request, DateTimeOffset now, TimeSpan grace)
    {
        request.IsTaken = true;
        var isAgain = request.BeginAgain(now);
        if (request.Patience is { } patience)
            request.GivenUpAt = now + patience + grace;
        else if (!isAgain)
            return;
        _due.Enqueue(request.Carry.Number, request.GivenUpAt);
    }

    /// <summary>Ends the one of this number; null: it has ended already.</summary>
    public OpenRequest? Take(long number)
    {
        if (!_open.Remove(number, out var request))
            return null;
        var ofDevice = _byDevice[request.DeviceId];
        ofDevice.Remove(request);
        if (ofDevice.Count == 0)
            _byDevice.Remove(request.DeviceId);
        return request;
    }

    /// <summary>Ends those whose time is up.</summary>
    public IReadOnlyList<OpenRequest> TakeDue(DateTimeOffset now)
    {
        var due = new List<OpenRequest>();
        foreach (var request in _open.Values)
        {
            if (request.BeginAgain(now))
                _due.Enqueue(request.Carry.Number, request.GivenUpAt);
        }

        while (NextDue is { } at && at <= now)
            due.Add(Take(_due.Dequeue())!);
        return due;
    }

    /// <summary>Ends those to a segment.</summary>
    public IReadOnlyList<OpenRequest> TakeOf(string segment) => TakeAll([.. _open.Values.Where(request => request.Segment == segment)]);

    /// <summary>Ends those to a device.</summary>
    public IReadOnlyList<OpenRequest> TakeOf(DeviceId device) => TakeAll(Of(device));

    /// <summary>Ends those of one who asks that are to a device.</summary>
    public IReadOnlyList<OpenRequest> TakeOf(DeviceId device, IActorRef asker) => TakeAll([.. Of(device).Where(request => request.Asker.Equals(asker))]);

    /// <summary>Ends all.</summary>
    public IReadOnlyList<OpenRequest> TakeAll() => TakeAll([.. _open.Values]);

    private IReadOnlyList<OpenRequest> TakeAll(IReadOnlyList<OpenRequest> requests)
    {
        foreach (var request in requests)
            Take(request.Carry.Number);
        return requests;
    }
}
