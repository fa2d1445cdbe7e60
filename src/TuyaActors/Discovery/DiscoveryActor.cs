using System.Collections.Immutable;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Event;
using TuyaActors.Device;
using TuyaActors.Messages;
using TuyaActors.Protocol.Discovery;
using TuyaActors.Router;
using TuyaActors.Settings;

namespace TuyaActors.Discovery;

/// <summary>
/// The one owner of the UDP ports on which devices announce themselves: routes each sighting to its device, and tells the router of
/// all. Asks by itself on the probe port, since some 3.5 devices only answer.
/// </summary>
internal sealed class DiscoveryActor : UntypedActor, IWithTimers
{
    // What was on its way when this ended is no dead letter to look at.
    private sealed record Heard(int Port, Sighting Sighting) : IDeadLetterSuppression;

    private sealed record HeardSomethingElse(int Port) : IDeadLetterSuppression;

    private sealed record ListenerBroke(int Port, DatagramListener Listener, SocketException Cause) : IDeadLetterSuppression;

    private sealed record ProbeDue;

    private sealed record RebindDue;

    private readonly DiscoverySettings _settings;
    private readonly IActorRef _router;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<DeviceId, IActorRef> _devices;
    private readonly SightingBook _sightings;
    private readonly SortedDictionary<int, PortRecord> _ports = [];
    private readonly HashSet<string> _warned = [];

    /// <summary>By way of <see cref="Props"/>.</summary>
    public DiscoveryActor(DiscoverySettings settings, IActorRef router, Dictionary<DeviceId, IActorRef> devices, SightingBook sightings) =>
        (_settings, _router, _devices, _sightings) = (settings, router, devices, sightings);

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    /// <summary>How to make one; it binds as soon as it starts, if it is enabled. Whom it knows, and has heard, is handed over by the props, so that a crash does not lose it.</summary>
    public static Props Props(DiscoverySettings settings, IActorRef router)
    {
        var devices = new Dictionary<DeviceId, IActorRef>();
        var sightings = new SightingBook();
        return Akka.Actor.Props.Create(() => new DiscoveryActor(settings, router, devices, sightings));
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        if (!_settings.Enabled)
            return;
        foreach (var port in new[] { _settings.PlainPort, _settings.EncryptedPort, _settings.ProbePort })
        {
            if (port != 0)
                _ports[port] = new PortRecord(port);
        }

        BindAll();
        if (_settings.ProbeInterval > TimeSpan.Zero && _settings.ProbePort != 0)
            Timers.StartPeriodicTimer(nameof(ProbeDue), new ProbeDue(), TimeSpan.Zero, _settings.ProbeInterval);
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        foreach (var port in _ports.Values)
            port.Listener?.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Heard heard:
                _ports[heard.Port].Heard(Now);
                Route(heard);
                break;
            case HeardSomethingElse other:
                _ports[other.Port].Heard(Now);
                break;
            case RouterMessages.Known known:
                _devices[known.Definition.Id] = known.Device;
                break;
            case RouterMessages.Forgotten forgotten:
                _devices.Remove(forgotten.DeviceId);
                break;
            case DiscoveryMessages.CompleteHealth health:
                health.ReplyTo.Tell(health.Health with { UdpPorts = Ports() });
                break;
            case DeviceQueries.GetSightings:
                Sender.Tell(new DeviceReplies.Sightings(_sightings.All(_devices.ContainsKey, Now)));
                break;
            case ProbeDue or DiscoveryMessages.ProbeNow:
                Probe();
                break;
            case RebindDue:
                BindAll();
                break;
            case ListenerBroke broke when _ports[broke.Port].Listener == broke.Listener:
                // What broke this one would break the next at once: it waits for its turn.
                Lose(broke.Port, $"UDP port {broke.Port} cannot be listened on any more: {broke.Cause.Message}.");
                RebindLater();
                break;
            case ListenerBroke:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void BindAll()
    {
        foreach (var port in _ports.Where(p => p.Value.Listener is null).Select(p => p.Key))
            Bind(port);
        RebindLater();
    }

    private void RebindLater()
    {
        if (_ports.Values.Any(p => p.Listener is null))
            Timers.StartSingleTimer(nameof(RebindDue), new RebindDue(), _settings.RebindInterval);
    }

    private void Bind(int port)
    {
        DatagramListener listener;
        try
        {
            listener = new DatagramListener(_settings.Bind, port);
        }
        catch (SocketException cause)
        {
            Lose(port, Sentence(port, cause));
            return;
        }

        if (_ports[port].Bound(listener, Now))
            _log.Info("Discovery: listening on UDP port {0} again.", port);
        var self = Self;
        _ = ListenAsync(self, port, listener);
    }

    private void Lose(int port, string problem)
    {
        _ports[port].Lost(problem);
        if (_warned.Add(problem))
            _log.Warning("Discovery: {0}", problem);
    }

    private string Sentence(int port, SocketException cause) => cause.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse =>
            $"UDP port {port} is held by another program that does not share it; devices that announce themselves there are not found until it is free (tried again every {_settings.RebindInterval.TotalSeconds:0} s).",
        SocketError.AccessDenied => $"UDP port {port} may not be used by this user: {cause.Message}.",
        _ => $"UDP port {port} on {_settings.Bind} cannot be used: {cause.Message}.",
    };

    // Runs on the listener's side: reads no field.
    private static async Task ListenAsync(IActorRef self, int port, DatagramListener listener)
    {
        if (await listener.Listen((datagram, _) => Tell(self, port, datagram.Span)).ConfigureAwait(false) is { } cause)
            self.Tell(new ListenerBroke(port, listener, cause), ActorRefs.NoSender);
    }

    private static void Tell(IActorRef self, int port, ReadOnlySpan<byte> datagram)
    {
        // Our own come back to us, wherever the port is shared or the question broadcast: they do not show that a device would be heard.
        if (DiscoveryPacket.IsProbe(datagram))
            return;
        if (DiscoveryPacket.TryRead(datagram, out var sighting, out _))
            self.Tell(new Heard(port, sighting), ActorRefs.NoSender);
        else
            self.Tell(new HeardSomethingElse(port), ActorRefs.NoSender);
    }

    private void Route(Heard heard)
    {
        if (!DeviceId.TryParse(heard.Sighting.DeviceId, out var id, out _))
            return;
        var known = _devices.TryGetValue(id, out var device);
        var sighting = new DeviceSighting(id, heard.Sighting.Address, heard.Sighting.Version, heard.Sighting.ProductKey, heard.Port, known);
        _sightings.Note(sighting, Now);
        device?.Tell(new DeviceMessages.Sighted(sighting));
        _router.Tell(new DeviceEvents.Sighted(id, sighting, Now));
    }

    private void Probe()
    {
        if (_ports.GetValueOrDefault(_settings.ProbePort)?.Listener is not { } listener)
            return;
        IReadOnlyList<(IPAddress Own, IPAddress Broadcast)> targets;
        try
        {
            targets = _settings.BroadcastAddresses.IsEmpty
                ? BroadcastAddresses.OfThisHost()
                : [.. _settings.BroadcastAddresses.Select(address => (OwnAddressTowards(address), address))];
        }
        catch (Exception cause) when (cause is NetworkInformationException or PlatformNotSupportedException)
        {
            if (_warned.Add(cause.Message))
                _log.Warning("Discovery: nobody can be asked, because this host does not list its network interfaces: {0}", cause.Message);
            return;
        }

        foreach (var (own, broadcast) in targets)
        {
            if (listener.Send(DiscoveryPacket.Probe(own), new IPEndPoint(broadcast, _settings.ProbePort)) is { } problem && _warned.Add(problem + broadcast))
                _log.Warning("Discovery: the probe to {0} could not be sent: {1}.", broadcast, problem);
        }
    }

    private IPAddress OwnAddressTowards(IPAddress broadcast)
    {
        if (!_settings.Bind.Equals(IPAddress.Any))
            return _settings.Bind;
        return IPAddress.IsLoopback(broadcast)
            ? IPAddress.Loopback
            : BroadcastAddresses.OfThisHost().FirstOrDefault(i => i.Broadcast.Equals(broadcast)).Own ?? IPAddress.Any;
    }

    private ImmutableArray<UdpPortHealth> Ports() => [.. _ports.Values.Select(port => port.Health())];
}
