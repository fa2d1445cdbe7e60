using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Settings;

namespace TuyaActors.Hosting.Tests;

/// <summary>A host with a fleet that touches no network: its devices have no address, and nobody listens for them.</summary>
internal sealed class HostUnderTest : IAsyncDisposable
{
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(60));

    private HostUnderTest(IHost host) => Host = host;

    public IHost Host { get; }

    public ITuyaFleet Fleet => Host.Services.GetRequiredService<ITuyaFleet>();

    public IActorRegistry Registry => Host.Services.GetRequiredService<ActorRegistry>();

    public CancellationToken Cancellation => _patience.Token;

    public static DeviceDefinition Device(string id) => new(new DeviceId(id)) { Key = LocalKey.Parse("0123456789abcdef") };

    public static async Task<HostUnderTest> StartAsync(params DeviceDefinition[] devices)
    {
        var test = new HostUnderTest(Build(services => services.AddTuyaFleet(options => Quiet(options, devices))));
        await test.Host.StartAsync(test.Cancellation);
        return test;
    }

    public static async Task<HostUnderTest> StartAsync(Action<IServiceCollection> configure)
    {
        var test = new HostUnderTest(Build(configure));
        await test.Host.StartAsync(test.Cancellation);
        return test;
    }

    public static IHost Build(Action<IServiceCollection> configure)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        configure(builder.Services);
        return builder.Build();
    }

    public static void Quiet(TuyaFleetOptions options, params DeviceDefinition[] devices)
    {
        options.DiscoveryEnabled = false;
        options.Persistence = PersistenceMode.Memory;
        options.StartJitter = TimeSpan.Zero;
        foreach (var device in devices)
            options.Devices.Add(device);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.StopAsync(CancellationToken.None);
        Host.Dispose();
        _patience.Dispose();
    }
}
