using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TuyaActors.Hosting;
using TuyaActors.Messages;
using TuyaActors.Settings;
using TuyaActors.Simulator;

namespace TuyaActors.SegmentBenchmarks;

/// <summary>A fleet of one segment, without a cluster, to compare with.</summary>
internal sealed class AloneFleet : IAsyncDisposable
{
    private readonly IHost _host;

    private AloneFleet(IHost host) => _host = host;

    public ITuyaFleet Fleet => _host.Services.GetRequiredService<ITuyaFleet>();

    public static async Task<AloneFleet> StartAsync(SimulatedDevice device)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddTuyaFleet(options =>
        {
            options.DiscoveryEnabled = false;
            options.Persistence = PersistenceMode.Memory;
            options.Hocon = "tuya { max-sets-per-second = 0, reconnect.start-jitter = 0s }";
            options.Devices.Add(new DeviceDefinition(new DeviceId(device.Id)) { Key = device.Key, Version = device.Version, Address = device.EndPoint.Address, Port = device.EndPoint.Port });
        });
        var host = builder.Build();
        await host.StartAsync();
        var fleet = new AloneFleet(host);
        await foreach (var e in fleet.Fleet.Events(EventFilter.Of(new DeviceId(device.Id))))
        {
            if (e is DeviceEvents.SnapshotTaken { Device.State: DeviceState.Online } or DeviceEvents.StateChanged { To: DeviceState.Online })
                break;
        }

        return fleet;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
