using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using TuyaActors.Cluster.Wire;

namespace TuyaActors.Cluster.Islands;

/// <summary>
/// Asks the seeds that are no members here for their cluster, every now and then, and ends its own where that is an island (<see cref="IslandBook"/>): the actor systems of
/// its nodes end, as that of a node does that the others have taken out. For programs that something starts anew then.
/// </summary>
internal sealed class IslandWatchActor : UntypedActor, IWithTimers
{
    /// <summary>Its name below /user, the same on all nodes.</summary>
    public const string Name = "islands";

    private sealed record AskDue;

    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly ImmutableArray<Address> _seeds;
    private readonly TimeSpan _each;
    private readonly IslandBook _book = new();

    /// <summary>By way of <see cref="Props"/>.</summary>
    public IslandWatchActor(ImmutableArray<Address> seeds, TimeSpan each)
    {
        _seeds = [.. seeds.Distinct().Where(seed => !seed.Equals(_cluster.SelfAddress))];
        _each = each;
    }

    public ITimerScheduler Timers { get; set; } = null!;

    // Those that cannot be reached are members still, until they are taken out.
    private ImmutableArray<string> Members => _cluster.IsTerminated || _cluster.SelfMember.Status != MemberStatus.Up
        ? []
        : [.. _cluster.State.Members.Where(member => member.Status is MemberStatus.Up).Select(member => member.Address.ToString())];

    /// <summary>How to make one.</summary>
    /// <param name="seeds">The nodes by which this one joins the others.</param>
    /// <param name="each">How often they are asked.</param>
    public static Props Props(ImmutableArray<Address> seeds, TimeSpan each) => Akka.Actor.Props.Create(() => new IslandWatchActor(seeds, each));

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(AskDue), new AskDue(), _each);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case AskDue:
                Ask();
                break;
            case IslandMessages.GetMembers question:
                Sender.Tell(new IslandMessages.Members(Members, _seeds.Any(seed => question.Addresses.Contains(seed.ToString()))));
                break;
            case IslandMessages.Members others:
                Judge(Sender.Path.Address, others);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Ask()
    {
        var own = Members;
        if (own.IsEmpty)
            return;
        var members = _cluster.State.Members.Select(member => member.Address).ToHashSet();
        foreach (var seed in _seeds)
        {
            if (members.Contains(seed))
            {
                _book.IsMember(seed.ToString());
                continue;
            }

            if (_book.Asks(seed.ToString()))
                Context.ActorSelection(new RootActorPath(seed) / "user" / Name).Tell(new IslandMessages.GetMembers(own));
        }
    }

    private void Judge(Address seed, IslandMessages.Members others)
    {
        var own = Members;
        if (own.IsEmpty || !_book.Answered(seed.ToString(), own, others))
            return;
        _log.Error(
            "This node is in a cluster of {0}, and {1} in another of {2}, as after a cut in the network: the first ends, so that it joins the other when it is started anew",
            own.Length == 1 ? "its own" : $"{own.Length} nodes",
            seed,
            others.Addresses.Length);
        Timers.CancelAll();
        // All at once: what one node lets go of is not to be taken over by another of these.
        foreach (var member in _cluster.State.Members.Where(member => !member.UniqueAddress.Equals(_cluster.SelfUniqueAddress)))
            _cluster.Down(member.Address);
        _cluster.Down(_cluster.SelfAddress);
    }
}
