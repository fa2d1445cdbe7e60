using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TuyaActors.Hosting;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Simulator;

namespace TuyaActors.EndToEnd;

/// <summary>A simulator and a fleet in a host, on free ports of loopback, with short waits.</summary>
internal sealed class FleetUnderTest : IAsyncDisposable
{
    /// <summary>Far beyond what anything here takes; a test that reaches it has failed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly IHost _host;
    private readonly List<Socket> _reserved;
    private readonly CancellationTokenSource _patience = new(Patience);

    private FleetUnderTest(IHost host, TuyaSimulator simulator, List<Socket> reserved, LogLines log) =>
        (_host, Simulator, _reserved, Log, Fleet) = (host, simulator, reserved, log, host.Services.GetRequiredService<ITuyaFleet>());

    public TuyaSimulator Simulator { get; }

    public ITuyaFleet Fleet { get; }

    public LogLines Log { get; }

    public CancellationToken Cancellation => _patience.Token;

    /// <summary>Starts simulated devices and a fleet that knows them.</summary>
    /// <param name="devices">The devices; each gets a free port.</param>
    /// <param name="byBroadcast">The fleet is not told where they are.</param>
    /// <param name="define">Changes what the fleet is told.</param>
    /// <param name="hocon">Laid over the short waits.</param>
    /// <param name="options">The simulator's; ports are set here.</param>
    public static async Task<FleetUnderTest> StartAsync(
        IEnumerable<SimulatedDeviceOptions> devices,
        bool byBroadcast = false,
        Func<SimulatedDevice, DeviceDefinition, DeviceDefinition>? define = null,
        string hocon = "",
        SimulatorOptions? options = null)
    {
        var reserved = new List<Socket>();
        int[] ports = [ReservePort(reserved), ReservePort(reserved), ReservePort(reserved)];
        var simulator = new TuyaSimulator((options ?? new SimulatorOptions { Quiet = true }) with
        {
            PlainPort = ports[0],
            EncryptedPort = ports[1],
            ProbePort = ports[2],
            Announce = byBroadcast,
            AnnounceInterval = TimeSpan.FromMilliseconds(300),
            PairingTime = TimeSpan.Zero,
        });
        simulator.AddRange(devices.Select(d => d with { Port = 0 }));
        await simulator.StartAsync();

        var log = new LogLines();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Debug);
        builder.Services.AddTuyaFleet(o =>
        {
            o.Hocon = """
                tuya {
                  persistence.mode = memory
                  command-timeout = 10s
                  confirm-after = 300ms
                  connection { greeting-timeout = 2s, listen-first = 100ms, heartbeat-interval = 500ms, heartbeat-timeout = 500ms }
                  reconnect { first = 100ms, max = 500ms, start-jitter = 0s }
                }
                """ + "\n" + hocon;
            o.DiscoveryEnabled = byBroadcast;
            (o.PlainPort, o.EncryptedPort, o.ProbePort) = (ports[0], ports[1], ports[2]);
            o.BroadcastAddresses.Add(IPAddress.Parse("127.255.255.255"));
            foreach (var definition in simulator.Devices.SelectMany(d => Define(d, byBroadcast, define)))
                o.Devices.Add(definition);
        });
        var host = builder.Build();
        await host.StartAsync();
        return new FleetUnderTest(host, simulator, reserved, log);
    }

    public async Task<DeviceSnapshot> Get(SimulatedDevice device) =>
        await Fleet.GetDeviceAsync(new DeviceId(device.Id), Cancellation) ?? throw new InvalidOperationException($"{device} is not in the fleet");

    /// <summary>Waits until a device looks so; looks again at each event, so that nothing is missed and nothing is polled.</summary>
    public async Task<DeviceSnapshot> Until(DeviceId id, Func<DeviceSnapshot, bool> looksSo)
    {
        var last = default(DeviceSnapshot);
        try
        {
            await foreach (var _ in EventsAndNow(EventFilter.Of(id)))
            {
                last = await Fleet.GetDeviceAsync(id, Cancellation);
                if (last is not null && looksSo(last))
                    return last;
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"device '{id}' did not come to what the test waits for; it is: {last}\n{string.Join('\n', Log.Lines.TakeLast(40))}");
        }

        throw new InvalidOperationException("the fleet ended");
    }

    public Task<DeviceSnapshot> Until(SimulatedDevice device, Func<DeviceSnapshot, bool> looksSo) => Until(new DeviceId(device.Id), looksSo);

    public Task<DeviceSnapshot> UntilOnline(SimulatedDevice device) => Until(device, d => d.State == DeviceState.Online && d.Reported.Count > 0);

    /// <summary>Pairs a device anew: off the network until the fleet has seen that, and back with another key.</summary>
    public async Task Pair(SimulatedDevice device, LocalKey key)
    {
        device.Kill();
        await Until(device, d => d.Diagnosis?.Kind == DiagnosisKind.Refused);
        device.ChangeKey(key);
        device.Start();
    }

    public async Task UntilAllOnline()
    {
        foreach (var device in Simulator.Devices)
            await UntilOnline(device);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        await Simulator.DisposeAsync();
        foreach (var socket in _reserved)
            socket.Dispose();
        _patience.Dispose();
    }

    // The subscription stands before the first look, so that a change between the two is seen.
    private async IAsyncEnumerable<IDeviceEvent?> EventsAndNow(EventFilter filter)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await using var events = Fleet.Events(filter, enough.Token).GetAsyncEnumerator(enough.Token);
        var next = events.MoveNextAsync().AsTask();
        await Fleet.GetHealthAsync(Cancellation); // a round trip through the router, behind the subscription
        try
        {
            yield return null;
            while (await next)
            {
                yield return events.Current;
                next = events.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            await enough.CancelAsync();
            await next.ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private static IEnumerable<DeviceDefinition> Define(SimulatedDevice device, bool byBroadcast, Func<SimulatedDevice, DeviceDefinition, DeviceDefinition>? define)
    {
        var definition = new DeviceDefinition(new DeviceId(device.Id))
        {
            Name = device.Name,
            Key = device.Key,
            Version = device.Version,
            Address = byBroadcast ? null : device.EndPoint.Address,
            Port = device.EndPoint.Port,
        };
        yield return define is null ? definition : define(device, definition);
        foreach (var sub in device.SubDevices)
            yield return new DeviceDefinition(new DeviceId(sub.Id)) { Name = sub.Name, Gateway = definition.Id, Cid = sub.Cid };
    }

    // Shared binding: the reservation and the real listeners hear the same broadcasts.
    private static int ReservePort(List<Socket> reserved)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(IPAddress.Any, 0));
        reserved.Add(socket);
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
