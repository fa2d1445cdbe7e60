using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TuyaActors.Hosting;
using TuyaActors.Messages;

namespace TuyaActors.Benchmarks.Clients;

/// <summary>The fleet, as a service has it: everything on its way from the devices to one subscriber.</summary>
/// <param name="hocon">Settings beyond those that every run has.</param>
internal sealed class FleetClient(string hocon = "") : IClient
{
    // What is measured is no one's LAN: nothing is kept on a disk, and no set waits for a ceiling that is there for the device's sake.
    private const string Settings = "tuya { persistence.mode = memory, max-sets-per-second = 0, subscribers.buffer = 65536 }\n";

    private readonly Counted _counted = new();
    private IHost? _host;

    public long Reports => Interlocked.Read(ref _counted.Reports);

    public long Missed => Interlocked.Read(ref _counted.Missed);

    /// <summary>The fleet.</summary>
    public ITuyaFleet Fleet { get; private set; } = null!;

    /// <summary>Its router.</summary>
    public IActorRef Router { get; private set; } = ActorRefs.Nobody;

    /// <summary>Where it lives.</summary>
    public ActorSystem System { get; private set; } = null!;

    public async Task StartAsync(IReadOnlyList<BareDevice> devices)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddTuyaFleet(options =>
        {
            options.Hocon = Settings + hocon;
            options.DiscoveryEnabled = false;
            foreach (var device in devices)
            {
                options.Devices.Add(new DeviceDefinition(new DeviceId(device.Id))
                {
                    Key = device.Key,
                    Version = device.Version,
                    Address = device.EndPoint.Address,
                    Port = device.EndPoint.Port,
                });
            }
        });
        _host = builder.Build();
        await _host.StartAsync();
        Fleet = _host.Services.GetRequiredService<ITuyaFleet>();
        System = _host.Services.GetRequiredService<ActorSystem>();
        Router = await _host.Services.GetRequiredService<IRequiredActor<TuyaRouter>>().GetAsync();
        // One that does so little needs no thread of its own to be woken for it.
        var subscriber = System.ActorOf(Props.Create(() => new CountingActor(_counted)).WithDispatcher("akka.actor.tuya-dispatcher"), "subscriber");
        Router.Tell(new DeviceQueries.Subscribe(new EventFilter([], EventKinds.Reports)), subscriber);
    }

    public async Task<int> CountOnlineAsync() => (await Fleet.GetHealthAsync()).Online;

    public async Task<int> QueryAsync() => (await Fleet.GetDevicesAsync()).Found.Length;

    public async ValueTask DisposeAsync()
    {
        if (_host is null)
            return;
        await _host.StopAsync();
        _host.Dispose();
    }

    private sealed class Counted
    {
        public long Reports;
        public long Missed;
    }

    private sealed class CountingActor(Counted counted) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is DeviceEvents.DpsReported)
                Interlocked.Increment(ref counted.Reports);
            else if (message is DeviceEvents.Lagged lagged)
                Interlocked.Add(ref counted.Missed, lagged.Missed);
        }
    }
}
