using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akka.Hosting;

/// <summary>Ties the life of the actor system to that of the host.</summary>
internal sealed class AkkaHostedService : IHostedService
{
    private readonly AkkaConfigurationBuilder _configuration;
    private readonly IServiceProvider _services;
    private readonly ILogger<AkkaHostedService> _logger;
    private readonly IHostApplicationLifetime? _host;
    private CoordinatedShutdown? _shutdown;

    public AkkaHostedService(
        AkkaConfigurationBuilder configurationBuilder,
        IServiceProvider serviceProvider,
        ILogger<AkkaHostedService> logger,
        IHostApplicationLifetime? applicationLifetime)
    {
        _configuration = configurationBuilder;
        _services = serviceProvider;
        _logger = logger;
        _host = applicationLifetime;
    }

    /// <summary>Starts the system, its actors, and the startup tasks. What one of them throws ends the host.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            var system = _services.GetRequiredService<ActorSystem>();
            _shutdown = CoordinatedShutdown.Get(system);
            await _configuration.StartAsync(system);
            _ = StopHostAfter(system.WhenTerminated);
        }
        catch (Exception failure)
        {
            _logger.LogCritical(failure, "The actor system could not be started; the application stops.");
            _host?.StopApplication();
            throw;
        }
    }

    /// <summary>Runs the phases of the coordinated shutdown, the last of which terminates the system.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_shutdown is not null)
            await _shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance);
    }

    private async Task StopHostAfter(Task terminated)
    {
        await terminated;
        _host?.StopApplication();
    }
}
