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
public sealed class DiscoveryActor : UntypedActor, IWithTimers
{
    private sealed record Heard(int Port, Sighting Sighting);

    private sealed record HeardSomethingElse(int Port);

    private sealed record ListenerEnded(int Port, DatagramListener Listener);

    private sealed record ProbeDue;

    private sealed record RebindDue;

    private readonly DiscoverySettings _settings;
    private readonly IActorRef _router;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<DeviceId, IActorRef> _devices;
    private readonly SortedDictionary<int, DatagramListener?> _listeners = [];
    private readonly Dictionary<int, long> _datagrams = [];
    private readonly Dictionary<int, string> _problems = [];
    private readonly HashSet<string> _warned = [];

    /// <summary>By way of <see cref="Props"/>.</summary>
    public DiscoveryActor(DiscoverySettings settings, IActorRef router, Dictionary<DeviceId, IActorRef> devices) =>
        (_settings, _router, _devices) = (settings, router, devices);

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How to make one; it binds as soon as it starts, if it is enabled. Whom it knows is handed over by the props, so that a crash does not lose it.</summary>
    public static Props Props(DiscoverySettings settings, IActorRef router)
    {
        var devices = new Dictionary<DeviceId, IActorRef>();
        return Akka.Actor.Props.Create(() => new DiscoveryActor(settings, router, devices));
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        if (!_settings.Enabled)
            return;
        foreach (var port in new[] { _settings.PlainPort, _settings.EncryptedPort, _settings.ProbePort })
        {
            if (port != 0)
                _listeners[port] = null;
        }

        BindAll();
        if (_settings.ProbeInterval > TimeSpan.Zero && _settings.ProbePort != 0)
            Timers.StartPeriodicTimer(nameof(ProbeDue), new ProbeDue(), TimeSpan.Zero, _settings.ProbeInterval);
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        foreach (var listener in _listeners.Values)
            listener?.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Heard heard:
                Count(heard.Port);
                Route(heard);
                break;
            case HeardSomethingElse other:
                Count(other.Port);
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
            case ProbeDue or DiscoveryMessages.ProbeNow:
                Probe();
                break;
            case RebindDue:
                BindAll();
                break;
            case ListenerEnded ended when _listeners.GetValueOrDefault(ended.Port) == ended.Listener:
                _listeners[ended.Port] = null;
                ended.Listener.Dispose();
                BindAll();
                break;
            case ListenerEnded:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void BindAll()
    {
        foreach (var port in _listeners.Where(l => l.Value is null).Select(l => l.Key).ToList())
            Bind(port);
        if (_listeners.ContainsValue(null))
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
            _problems[port] = Sentence(port, cause);
            if (_warned.Add(_problems[port]))
                _log.Warning("Discovery: {0}", _problems[port]);
            return;
        }

        if (_problems.Remove(port))
            _log.Info("Discovery: UDP port {0} is free now; listening.", port);
        _listeners[port] = listener;
        var self = Self;
        listener.Listen((datagram, _) => Tell(self, port, datagram.Span))
            .ContinueWith(_ => new ListenerEnded(port, listener), TaskScheduler.Default)
            .PipeTo(self);
    }

    private string Sentence(int port, SocketException cause) => cause.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse =>
            $"UDP port {port} is held by another program that does not share it; devices that announce themselves there are not found until it is free (tried again every {_settings.RebindInterval.TotalSeconds:0} s).",
        SocketError.AccessDenied => $"UDP port {port} may not be used by this user: {cause.Message}.",
        _ => $"UDP port {port} on {_settings.Bind} cannot be used: {cause.Message}.",
    };

    // Runs on the listener's side: reads no field.
    private static void Tell(IActorRef self, int port, ReadOnlySpan<byte> datagram)
    {
        if (!DiscoveryPacket.IsProbe(datagram) && DiscoveryPacket.TryRead(datagram, out var sighting, out _))
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
        device?.Tell(new DeviceMessages.Sighted(sighting));
        _router.Tell(new DeviceEvents.Sighted(id, sighting, Context.System.Scheduler.Now));
    }

    private void Probe()
    {
        if (_listeners.GetValueOrDefault(_settings.ProbePort) is not { } listener)
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

    private void Count(int port) => _datagrams[port] = _datagrams.GetValueOrDefault(port) + 1;

    private ImmutableArray<UdpPortHealth> Ports() =>
    [
        .. _listeners.Select(l => new UdpPortHealth(l.Key, l.Value is not null, _datagrams.GetValueOrDefault(l.Key), _problems.GetValueOrDefault(l.Key))),
    ];
}
