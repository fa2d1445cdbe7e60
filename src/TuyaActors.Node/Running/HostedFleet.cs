using Serilog.Core;
using TuyaActors.Hosting;
using TuyaActors.Node.Logging;

namespace TuyaActors.Node.Running;

/// <summary>A fleet in this process, for the commands that need no node.</summary>
internal sealed class HostedFleet : IRunningFleet
{
    // Closing sockets takes milliseconds; a person who pressed Ctrl-C waits no longer than this for a fleet that hangs.
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(3);

    private readonly IHost _host;
    private readonly Logger _log;

    private HostedFleet(IHost host, Logger log)
    {
        _host = host;
        _log = log;
        Fleet = host.Services.GetRequiredService<ITuyaFleet>();
    }

    /// <inheritdoc/>
    public ITuyaFleet Fleet { get; }

    /// <summary>Starts it.</summary>
    public static async Task<IRunningFleet> StartAsync(FleetSetup setup, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        var log = LogSetup.ForOneShot(setup.Verbose);
        builder.Logging.AddNodeLog(log);
        builder.Services.AddSingleton<IHostLifetime, NoSignalsLifetime>();
        builder.Services.AddNodeFleet(setup);
        var host = builder.Build();
        try
        {
            await host.StartAsync(cancellationToken);
            return new HostedFleet(host, log);
        }
        catch
        {
            host.Dispose();
            await log.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            await _host.StopAsync(limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // The process ends with its sockets in any case.
        }
        finally
        {
            _host.Dispose();
            await _log.DisposeAsync();
        }
    }
}
