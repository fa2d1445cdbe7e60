using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using TuyaActors.Cluster.Wire;
using TuyaActors.Messages;
using TuyaActors.Router;

namespace TuyaActors.Cluster.Exchange;

// What comes in: which nodes there are, and what they tell.
internal sealed partial class ExchangeActor
{
    // No two exchanges of one address have the same numbers, also after a restart.
    private const int MostEarly = 64;

    private static readonly TimeSpan InterestWait = TimeSpan.FromMilliseconds(20);

    private sealed record InterestDue;

    private readonly Dictionary<DeviceId, List<IDeviceEvent>> _earlyEvents = [];
    private Interest? _interest;
    private readonly HashSet<UniqueAddress> _linked = [];
    private long _linkNumber = Random.Shared.NextInt64(1, long.MaxValue / 2);

    private bool Membership(object message)
    {
        switch (message)
        {
            case InterestDue:
                OpenAll();
                return true;
            case ClusterEvent.CurrentClusterState state:
                foreach (var member in state.Members.Where(member => member.Status == MemberStatus.Up))
                    Join(member, !state.Unreachable.Contains(member));
                return true;
            case ClusterEvent.MemberUp up:
                Join(up.Member, isReachable: true);
                return true;
            case ClusterEvent.MemberRemoved removed:
                Leave(removed.Member);
                return true;
            case ClusterEvent.UnreachableMember lost:
                Reach(lost.Member, isReachable: false);
                return true;
            case ClusterEvent.ReachableMember found:
                Reach(found.Member, isReachable: true);
                return true;
            // A node that leaves hosts devices until it has handed them over.
            case ClusterEvent.IMemberEvent:
                return true;
            default:
                return false;
        }
    }

    private void Join(Member member, bool isReachable)
    {
        if (TuyaSegments.Of(member) is not { } name)
            return;
        var segment = SegmentOf(name);
        segment.Note(member.UniqueAddress, isReachable);
        FindRegion(segment);
        if (isReachable)
            Link(member.UniqueAddress, name);
    }

    private void Leave(Member member)
    {
        if (TuyaSegments.Of(member) is not { } name)
            return;
        SegmentOf(name).Forget(member.UniqueAddress);
        Unlink(member.UniqueAddress, $"its node {member.Address} has left the cluster");
        EndIfUnavailable(SegmentOf(name));
    }

    private void Reach(Member member, bool isReachable)
    {
        if (TuyaSegments.Of(member) is not { } name || !SegmentOf(name).Nodes.ContainsKey(member.UniqueAddress))
            return;
        var segment = SegmentOf(name);
        segment.Note(member.UniqueAddress, isReachable);
        if (isReachable && !_links.ContainsKey(member.UniqueAddress))
            Link(member.UniqueAddress, name);
        else if (!segment.IsAvailable)
            EndIfUnavailable(segment);
    }

    private void EndIfUnavailable(SegmentState segment)
    {
        if (segment.IsAvailable)
            return;
        _log.Warning("No node of segment '{0}' can be reached", segment.Name);
        foreach (var node in _links.Values.Where(link => link.Segment == segment.Name).Select(link => link.Node).ToList())
            Unlink(node, $"no node of the segment '{segment.Name}' can be reached");
        foreach (var request in _requests.TakeOf(segment.Name))
            request.Asker.Tell(request.WhenUnavailable(wasSent: true), request.Door);
        segment.BeforeRegion.Clear();
    }

    // ---- links

    private void Link(UniqueAddress node, string segment)
    {
        var link = new NodeLink(node, segment, ++_linkNumber, Context.ActorSelection(new RootActorPath(node.Address) / _place.PostPath));
        _links[node] = link;
        // What it told meanwhile is not told again: who listens only to events is to know.
        if (!_linked.Add(node))
            _router.Tell(new RouterMessages.Missed(1));
        Open(link);
    }

    private void Unlink(UniqueAddress node, string why)
    {
        if (!_links.Remove(node))
            return;
        var (lost, claimants) = _hosts.Forget(node);
        foreach (var device in lost)
            Abandon(device, why);
        foreach (var claimant in claimants)
            LinkAnew(claimant);
    }

    /// <summary>What it told of a device while another node's word counted was passed over: it is to tell all anew.</summary>
    private void LinkAnew(UniqueAddress node)
    {
        if (_links.TryGetValue(node, out var link))
            Link(link.Node, link.Segment);
    }

    private void Abandon(DeviceId device, string why)
    {
        _unrouted.Remove(device);
        _router.Tell(new RouterMessages.Abandoned(device, why));
    }

    private void OpenLinks()
    {
        foreach (var segment in _segments.Values.Where(segment => segment.IsAvailable))
            FindRegion(segment);
        foreach (var link in _links.Values.Where(link => link.Taken < _version))
            Open(link);
        PassHeld();
    }

    private void Open(NodeLink link)
    {
        link.Asked(_version, Now);
        link.Post.Tell(new ExchangeMessages.OpenLink(link.In.Link, _version, Interest), Self);
    }

    private Interest Interest => _interest ??= new Interest(_memory.Wanted.Kinds, _memory.Wanted.Devices, Watched());

    // Mostly the same DPs are watched of all devices, or of a few.
    private ImmutableArray<WatchedDevice> Watched()
    {
        if (_memory.Watched.Count <= _routes.Count / 2)
            return [.. _memory.Watched.Select(watched => new WatchedDevice(watched.Key, watched.Value))];
        var most = _memory.Watched.Values.GroupBy(dps => string.Join(',', dps)).MaxBy(group => group.Count())!.First();
        return
        [
            new WatchedDevice(null, most),
            .. _routes.Keys.Select(device => new WatchedDevice(device, _memory.Watched.GetValueOrDefault(device, []))).Where(watched => !watched.Dps.SequenceEqual(most)),
        ];
    }

    private void TellInterest()
    {
        _version++;
        _interest = null;
        // Of a thousand devices that are watched from now on, each tells so by itself.
        if (!Timers.IsTimerActive(nameof(InterestDue)))
            Timers.StartSingleTimer(nameof(InterestDue), new InterestDue(), InterestWait);
    }

    private void OpenAll()
    {
        foreach (var link in _links.Values)
            Open(link);
    }

    private void Watch(DeviceId device, ImmutableHashSet<int> dps)
    {
        var before = _memory.Watched.GetValueOrDefault(device, []);
        if (dps.SetEquals(before))
            return;
        if (dps.IsEmpty)
            _memory.Watched.Remove(device);
        else
            _memory.Watched[device] = [.. dps.Order()];
        TellInterest();
    }

    private bool IsInterestTaken(SegmentState segment, DeviceId device, long version)
    {
        var now = Now;
        // Where nobody has told yet that it hosts the device, it may be any of them.
        return _hosts.Host(device) is { } host && _links.TryGetValue(host, out var its)
            ? IsTaken(its)
            : _links.Values.Where(link => link.Segment == segment.Name).All(IsTaken);

        bool IsTaken(NodeLink link) => link.Taken >= version || link.IsLate(now) || !segment.Nodes.GetValueOrDefault(link.Node);
    }

    private void PassHeld()
    {
        if (_held.Count == 0)
            return;
        var held = _held.Values.ToList();
        _held.Clear();
        held.ForEach(Pass);
    }

    private void Take(ExchangeMessages.Batch batch)
    {
        var link = _links.Values.FirstOrDefault(link => link.In.Link == batch.Link);
        if (link is null)
            return;
        var isInOrder = link.In.TryTake(batch, out var items);
        foreach (var item in items)
            Take(link, item);
        Sender.Tell(new ExchangeMessages.Acknowledge(batch.Link, link.In.UpTo, IsGap: !isInOrder));
    }

    private void Take(NodeLink link, object item)
    {
        switch (item)
        {
            case LinkItems.Happened { Event: IDeviceEvent e } happened:
                if (happened.Incarnation == 0)
                    _router.Tell(e);
                else if (_hosts.IsHost(e.DeviceId, link.Node, happened.Incarnation))
                    Tell(e);
                break;
            case ExchangeMessages.Taken taken:
                if (_requests.Find(taken.Number) is { } reached)
                    _requests.Take(reached, Now, GiveUpAfter);
                break;
            case LinkItems.Stands stands:
                if (_requests.Take(stands.Number) is { } question)
                    Answer(link, question, AsDefined(stands.Device));
                break;
            case LinkItems.Hosted hosted:
                var isAnother = !_hosts.IsHost(hosted.DeviceId, link.Node, hosted.Incarnation);
                if (_hosts.Begin(hosted.DeviceId, link.Node, hosted.Incarnation))
                    Begin(hosted, isAnother);
                break;
            case LinkItems.Gone gone:
                End(link, gone);
                break;
            case LinkItems.InterestTaken taken:
                link.Took(taken.Version, Now);
                PassHeld();
                break;
            case LinkItems.Missed missed:
                _router.Tell(new RouterMessages.Missed(missed.Count));
                break;
            // A newer node's word that this one does not know is no reason to end the link.
            default:
                break;
        }
    }

    private void Answer(NodeLink link, OpenRequest question, DeviceSnapshot device)
    {
        if (!question.Asker.Equals(_router))
        {
            question.Asker.Tell(new DeviceReplies.DeviceFound(device), question.Door);
        }
        else if (link.Taken < question.Interest)
        {
            // The node did not know yet what is wanted here: what has happened since is not told, so it is asked once more when it does.
            var through = new DeviceDoorActor.Through(question.DeviceId, question.Carry.Message, question.Asker);
            Hold(new Said(through, question.Door, question.At, question.Interest, question.Wanted), question);
        }
        else
        {
            // That an earlier question stays unanswered says nothing any more.
            foreach (var earlier in _requests.Of(question.DeviceId).Where(open => open.Asker.Equals(_router) && open.Carry.Number < question.Carry.Number))
                _requests.Take(earlier.Carry.Number);
            question.Asker.Tell(new RouterMessages.Stood(device, question.Wanted), question.Door);
        }
    }

    // A device is hosted before the directory has told of it here: what it says meanwhile waits for that.
    private void Tell(IDeviceEvent e)
    {
        if (_routes.ContainsKey(e.DeviceId))
        {
            _router.Tell(e);
            return;
        }

        if (!_earlyEvents.TryGetValue(e.DeviceId, out var early))
            _earlyEvents[e.DeviceId] = early = [];
        if (early.Count < MostEarly)
            early.Add(e);
    }

    private void Begin(LinkItems.Hosted hosted, bool isAnother)
    {
        // The router asks anew. What it asked before is answered from before, if at all: events of the host that counts now would follow a snapshot of the former one.
        _requests.TakeOf(hosted.DeviceId, _router);
        _held.Remove(hosted.DeviceId);
        if (isAnother)
            AskAgain(hosted.DeviceId);
        if (_routes.ContainsKey(hosted.DeviceId))
            _router.Tell(new RouterMessages.Begun(hosted.DeviceId, hosted.State, hosted.Finding));
        else
            _unrouted[hosted.DeviceId] = hosted;
    }

    /// <summary>A device has another host than before: what the former one did not take, this one gets (once, though it may have waited for it by another way).</summary>
    private void AskAgain(DeviceId device)
    {
        foreach (var request in _requests.Of(device))
        {
            if (request.WhenLost() is { } answer)
            {
                _requests.Take(request.Carry.Number);
                request.Asker.Tell(answer, request.Door);
            }
            else if (SegmentOf(request.Segment) is { IsAvailable: true } segment)
            {
                request.IsTaken = false;
                Send(segment, request.Carry);
            }
        }
    }

    private void End(NodeLink link, LinkItems.Gone gone)
    {
        if (!_hosts.IsHost(gone.DeviceId, link.Node, gone.Incarnation))
        {
            _hosts.End(gone.DeviceId, link.Node, gone.Incarnation);
            return;
        }

        _earlyEvents.Remove(gone.DeviceId);
        if (_hosts.End(gone.DeviceId, link.Node, gone.Incarnation) is { } claimant)
            LinkAnew(claimant);
        else
            Abandon(gone.DeviceId, $"its node {link.Node.Address} has handed it over");
    }
}
