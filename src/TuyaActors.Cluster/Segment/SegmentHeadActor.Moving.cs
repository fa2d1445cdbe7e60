using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Tools.Singleton;
using Akka.Event;
using TuyaActors.Cluster.Exchange;
using TuyaActors.Cluster.Front;
using TuyaActors.Cluster.Wire;
using TuyaActors.Device;
using TuyaActors.Messages;
using TuyaActors.Registry;

namespace TuyaActors.Cluster.Segment;

// Devices that are carried from one segment to another: heard here, and known there.
internal sealed partial class SegmentHeadActor
{
    /// <summary>From a <see cref="MoveActor"/>: the device is here. Answered by <see cref="Stored"/>.</summary>
    public sealed record Store(DeviceId DeviceId, ImmutableArray<DeviceDefinition> Definitions);

    /// <summary>Whether its definition is stored here; nobody hosts it yet.</summary>
    public sealed record Stored(string? Problem, DateTimeOffset At);

    /// <summary>From a <see cref="MoveActor"/>: the other segment has let go of it, or is lost.</summary>
    public sealed record Arrived(DeviceId DeviceId);

    // A device announces itself every few seconds. Its former segment counts it as well until heartbeats have failed, some 20 seconds after it was carried away.
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(10);

    private readonly Dictionary<DeviceId, (DateTimeOffset At, DeviceSighting Sighting)> _strangers = [];
    private readonly Dictionary<DeviceId, IActorRef> _moves = [];
    private readonly HashSet<DeviceId> _arriving = [];
    private readonly Dictionary<DeviceId, List<IActorRef>> _leaving = [];
    private readonly Dictionary<DeviceId, HeadMessages.Release> _goneWith = [];
    private readonly List<(HeadMessages.Release Release, IActorRef Asker)> _earlyReleases = [];
    private readonly Dictionary<DeviceId, (HeadMessages.GetOffer Offer, IActorRef Asker)> _offers = [];
    private readonly Dictionary<string, IActorRef> _heads = new(StringComparer.Ordinal);

    private TimeSpan Patience => _node.Spec.Settings.Backoff.Max is var longest && longest < LookAgainAfter ? longest : LookAgainAfter;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    private bool Moving(object message)
    {
        switch (message)
        {
            case ClusterFleetActor.Is found:
                if (found.Segment is { } other && other != _segment && _strangers.TryGetValue(found.DeviceId, out var stranger) && !_moves.ContainsKey(found.DeviceId))
                    Begin(found.DeviceId, other, stranger.Sighting);
                return true;
            case Terminated ended:
                foreach (var (device, _) in _moves.Where(move => move.Value.Equals(ended.ActorRef)).ToList())
                    End(device);
                return true;
            case Store store:
                _arriving.Add(store.DeviceId);
                _registry.Tell(new RegistryMessages.Carry(new FleetCommands.ImportDevices(store.Definitions), Sender));
                return true;
            case Arrived arrived:
                Host(arrived.DeviceId);
                return true;
            case HeadMessages.GetOffer offer:
                // How it is, this node knows as any other does.
                _offers[offer.DeviceId] = (offer, Sender);
                _node.Front.Tell(new DeviceQueries.GetDevice(offer.DeviceId));
                return true;
            case DeviceReplies.DeviceFound found:
                Offer(found.DeviceId, found.Device.State.IsWell());
                return true;
            case DeviceReplies.DeviceNotAnswering silent:
                Offer(silent.DeviceId, isWell: false);
                return true;
            case DeviceReplies.DeviceNotFound none:
                Offer(none.DeviceId, isWell: false);
                return true;
            case HeadMessages.Release release when !_hasRecovered:
                _earlyReleases.Add((release, Sender));
                return true;
            case HeadMessages.Release release:
                LetGo(release, Sender);
                return true;
            default:
                return false;
        }
    }

    // ---- here: heard, and not known

    private void LookForStranger(DeviceSighting sighting)
    {
        var now = Now;
        if (_moves.ContainsKey(sighting.DeviceId) || (_strangers.TryGetValue(sighting.DeviceId, out var looked) && PointInTime.IsWithin(looked.At, Patience, now)))
            return;
        // Who sends broadcasts with ever new ids shall not fill the memory.
        if (_strangers.Count >= Discovery.SightingBook.MostRemembered)
            _strangers.Clear();
        _strangers[sighting.DeviceId] = (now, sighting);
        _node.Front.Tell(new ClusterFleetActor.WhereIs(sighting.DeviceId));
    }

    private void Begin(DeviceId device, string other, DeviceSighting sighting)
    {
        if (!_heads.TryGetValue(other, out var head))
        {
            head = Context.ActorOf(ClusterSingletonProxy.Props(
                _node.Place.HeadManagerPath, ClusterSingletonProxySettings.Create(Context.System).WithRole(TuyaSegments.RoleOf(other)).WithSingletonName(ClusterPlace.HeadName)));
            _heads[other] = head;
        }

        _moves[device] = Context.Watch(Context.ActorOf(MoveActor.Props(device, other, sighting, _node, _transit, head)));
    }

    private void End(DeviceId device)
    {
        _moves.Remove(device);
        // It ended half way: what is stored here is this segment's.
        if (_arriving.Contains(device) && _state.Find(device) is not null)
            Host(device);
        _arriving.Remove(device);
    }

    private void Host(DeviceId device)
    {
        if (_arriving.Remove(device))
            _region.Tell(new HostMessages.Look(device, []));
    }

    // ---- there: known, and heard elsewhere

    private void Offer(DeviceId device, bool isWell)
    {
        if (!_offers.Remove(device, out var asked))
            return;
        if (_state.Find(device)?.Definition is not { IsSubDevice: false } own)
        {
            asked.Asker.Tell(new HeadMessages.NotOffered(device, $"segment '{_segment}' does not have it"));
        }
        else if (isWell)
        {
            asked.Asker.Tell(new HeadMessages.NotOffered(device, $"it is well in segment '{_segment}'"));
        }
        else
        {
            ImmutableArray<DeviceDefinition> all = [own, .. _state.All.Select(stored => stored.Definition).Where(definition => definition.Gateway == device)];
            asked.Asker.Tell(new HeadMessages.Offered(
                device,
                [.. all.Select(definition => definition with { Key = null })],
                [.. all.Where(definition => definition.Key is not null).Select(definition => TransitKeys.Seal(definition.Key!, definition.Id, asked.Offer.Key))]));
        }
    }

    private void LetGo(HeadMessages.Release release, IActorRef asker)
    {
        if (_state.Find(release.DeviceId) is not { } own)
        {
            asker.Tell(new HeadMessages.Released(release.DeviceId));
            return;
        }

        if (_leaving.TryGetValue(release.DeviceId, out var askers))
        {
            askers.Add(asker);
            return;
        }

        // It was changed here meanwhile: then the other segment lets go of it, and asks again.
        if (own.ChangedAt > release.StoredAt)
            return;
        _log.Info("Device '{0}' has moved to segment '{1}'", release.DeviceId, release.To);
        _leaving[release.DeviceId] = [asker];
        DeviceId[] all = [.. _state.All.Where(stored => stored.Definition.Gateway == release.DeviceId).Select(behind => behind.Definition.Id), release.DeviceId];
        foreach (var device in all)
        {
            _goneWith[device] = release;
            _registry.Tell(new RegistryMessages.Carry(new FleetCommands.RemoveDevice(device), Self));
        }
    }

    /// <summary>What became of a change that a move has asked for; whether it was one.</summary>
    private bool TakeForMove(RegistryMessages.Carried carried)
    {
        if (carried.Request is { Command: FleetCommands.RemoveDevice remove, ReplyTo: var replyTo } && replyTo.Equals(Self))
        {
            _goneWith.Remove(remove.DeviceId);
            if (_leaving.Remove(remove.DeviceId, out var askers) && carried.Reply is FleetReply.Done)
                askers.ForEach(asker => asker.Tell(new HeadMessages.Released(remove.DeviceId)));
            return true;
        }

        if (!_moves.ContainsValue(carried.Request.ReplyTo))
            return false;
        carried.Request.ReplyTo.Tell(new Stored(carried.Reply switch
        {
            FleetReply.Imported { RefusedOnes.Count: 0 } => null,
            FleetReply.Imported { RefusedOnes: [var refused, ..] } => refused.Sentence,
            var other => other.Sentence,
        }, carried.Events.OfType<RegistryEvent.Stored>().Select(stored => stored.Definition.ChangedAt).DefaultIfEmpty(Now).Max()));
        return true;
    }
}
