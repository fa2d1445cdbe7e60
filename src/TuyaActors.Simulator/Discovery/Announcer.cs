using System.Net;
using System.Net.Sockets;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Discovery;
using TuyaActors.Simulator.Devices;
using TuyaActors.Simulator.Timing;

namespace TuyaActors.Simulator.Discovery;

/// <summary>The voice of all devices on UDP: announces each one every few seconds, and answers for those that are asked on the probe port.</summary>
internal sealed class Announcer(TuyaSimulator simulator) : IDisposable
{
    private const int LargestDatagram = 2048;

    /// <summary>A thousand answers at once would overflow the asker's socket; on a LAN they do not come at once either.</summary>
    private static readonly TimeSpan BetweenAnswers = TimeSpan.FromMilliseconds(1);

    private readonly SimulatorOptions _options = simulator.Options;
    private readonly Random _random = new(simulator.Options.Seed);
    private readonly Lock _gate = new();
    private readonly HashSet<SimulatedDevice> _inRounds = [];
    private readonly Socket _voice = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { EnableBroadcast = true };
    private readonly Socket _ear = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private Task _listening = Task.CompletedTask;
    private long _announcements;
    private long _answers;
    private long _failures;
    private volatile bool _isStopped;

    public long Announcements => Volatile.Read(ref _announcements);

    public long Answers => Volatile.Read(ref _answers);

    public long Failures => Volatile.Read(ref _failures);

    /// <exception cref="SimulatorException">The probe port cannot be had.</exception>
    public void Start()
    {
        if (!_options.Announce)
        {
            return;
        }

        // The broadcast address itself: unicast answers to this port are then left to the client on the same machine.
        var ear = new IPEndPoint(_options.BroadcastAddress, _options.ProbePort);
        _ear.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        try
        {
            _ear.Bind(ear);
        }
        catch (SocketException refused)
        {
            throw new SimulatorException(BindRefusal.Sentence("The simulator", "hear probes", ear, refused), refused);
        }

        _listening = Task.Run(ListenAsync);
    }

    /// <summary>Begins the rounds of all devices, each at a time of its own.</summary>
    public void AnnounceAll()
    {
        foreach (var device in simulator.Devices)
        {
            BeginRounds(device, afterFirst: false);
        }
    }

    /// <summary>Announces a device now, as after its start, and goes on with it.</summary>
    public void AnnounceSoon(SimulatedDevice device)
    {
        Announce(device);
        BeginRounds(device, afterFirst: true);
    }

    /// <summary>Ends when nobody listens for probes any more.</summary>
    public Task StoppedAsync() => _listening;

    public void Dispose()
    {
        _isStopped = true;
        _voice.Dispose();
        _ear.Dispose();
    }

    private void BeginRounds(SimulatedDevice device, bool afterFirst)
    {
        TimeSpan wait;
        lock (_gate)
        {
            if (!_options.Announce || !_inRounds.Add(device))
            {
                return;
            }

            wait = afterFirst ? NextRound() : JitteredInterval.First(_options.AnnounceInterval, _random);
        }

        simulator.Later.About(wait, () => Round(device));
    }

    private void Round(SimulatedDevice device)
    {
        if (_isStopped)
        {
            return;
        }

        Announce(device);
        TimeSpan wait;
        lock (_gate)
        {
            wait = NextRound();
        }

        simulator.Later.About(wait, () => Round(device));
    }

    private TimeSpan NextRound() => JitteredInterval.Next(_options.AnnounceInterval, _options.Jitter, _random);

    private void Announce(SimulatedDevice device)
    {
        if (_options.Announce && device is { IsAwake: true, Announces: true, Faults.Unannounced: false })
        {
            var port = device.Version is ProtocolVersion.V31 ? _options.PlainPort : _options.EncryptedPort;
            Send(DiscoveryPacket.Announcement(Sighting(device)), new IPEndPoint(_options.BroadcastAddress, port), ref _announcements);
        }
    }

    private async Task ListenAsync()
    {
        var buffer = new byte[LargestDatagram];
        while (!_isStopped)
        {
            try
            {
                var received = await _ear.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0));
                if (DiscoveryPacket.TryReadProbe(buffer.AsSpan(0, received.ReceivedBytes), out var answerTo))
                {
                    AnswerProbe(answerTo ?? ((IPEndPoint)received.RemoteEndPoint).Address);
                }
            }
            catch (Exception closed) when (_isStopped && closed is ObjectDisposedException or SocketException)
            {
                return;
            }
            catch (SocketException)
            {
                // A datagram too large or refused further on: the next one may be better.
            }
        }
    }

    /// <summary>Devices answer to the address that the probe names, on the port on which they were asked (tinytuya's PROTOCOL.md, 3.5).</summary>
    private void AnswerProbe(IPAddress answerTo)
    {
        var asker = new IPEndPoint(answerTo, _options.ProbePort);
        var wait = TimeSpan.Zero;
        foreach (var device in simulator.Devices.Where(device => device is { IsAwake: true, Version: >= ProtocolVersion.V34 }))
        {
            simulator.Later.After(wait, () => AnswerProbe(device, asker));
            wait += BetweenAnswers;
        }
    }

    private void AnswerProbe(SimulatedDevice device, IPEndPoint asker)
    {
        if (device.IsAwake)
        {
            Send(DiscoveryPacket.ProbeReply(Sighting(device)), asker, ref _answers);
        }
    }

    private void Send(byte[] datagram, IPEndPoint to, ref long counter)
    {
        try
        {
            _voice.SendTo(datagram, to);
            Interlocked.Increment(ref counter);
        }
        catch (ObjectDisposedException)
        {
            // Stopped meanwhile.
        }
        catch (SocketException)
        {
            // No route, or a full buffer: a datagram more or less, but the status line shows how many.
            Interlocked.Increment(ref _failures);
        }
    }

    private static Sighting Sighting(SimulatedDevice device)
        => new(device.Id, device.EndPoint.Address, device.Version, device.Version.ToText(), device.Profile.ProductKey, Encrypted: device.Version is not ProtocolVersion.V31);
}
