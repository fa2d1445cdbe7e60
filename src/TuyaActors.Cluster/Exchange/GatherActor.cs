using Akka.Actor;

namespace TuyaActors.Cluster.Exchange;

/// <summary>One question to the heads of several segments: answers when all have, or the time is up, with what has come.</summary>
internal sealed class GatherActor : UntypedActor, IWithTimers
{
    // A head answers from memory; one that is just moving to another node takes longer, and is left out.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private sealed record TimeIsUp;

    private readonly IReadOnlyCollection<IActorRef> _heads;
    private readonly object _question;
    private readonly Func<IReadOnlyList<object>, object> _conclude;
    private readonly IActorRef _replyTo;
    private readonly List<object> _answers = [];
    private bool _replied;

    /// <summary>By way of <see cref="Props"/>.</summary>
    public GatherActor(IReadOnlyCollection<IActorRef> heads, object question, Func<IReadOnlyList<object>, object> conclude, IActorRef replyTo) =>
        (_heads, _question, _conclude, _replyTo) = (heads, question, conclude, replyTo);

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How to make one.</summary>
    /// <param name="heads">Whom to ask.</param>
    /// <param name="question">What.</param>
    /// <param name="conclude">Makes one answer of those that came.</param>
    /// <param name="replyTo">Who gets it.</param>
    public static Props Props(IReadOnlyCollection<IActorRef> heads, object question, Func<IReadOnlyList<object>, object> conclude, IActorRef replyTo) =>
        Akka.Actor.Props.Create(() => new GatherActor(heads, question, conclude, replyTo));

    protected override void PreStart()
    {
        Timers.StartSingleTimer(nameof(TimeIsUp), new TimeIsUp(), Patience);
        foreach (var head in _heads)
            head.Tell(_question);
        EndIfComplete();
    }

    protected override void PostStop() => Reply();

    protected override void OnReceive(object message)
    {
        if (message is TimeIsUp)
        {
            Context.Stop(Self);
            return;
        }

        _answers.Add(message);
        EndIfComplete();
    }

    private void EndIfComplete()
    {
        if (_answers.Count >= _heads.Count)
            Context.Stop(Self);
    }

    private void Reply()
    {
        if (_replied)
            return;
        _replied = true;
        _replyTo.Tell(_conclude(_answers));
    }
}
