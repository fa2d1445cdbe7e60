// readme
using Microsoft.Extensions.Hosting;
using TuyaActors.Hosting;
using TuyaActors.Messages;

internal sealed class Watchman(ITuyaFleet fleet) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var lamp = await fleet.DeviceNamedAsync("Hall lamp", stoppingToken);
        var outcome = await lamp.SetAsync(20, true, cancellationToken: stoppingToken);
        Console.WriteLine($"Light on: {outcome.Sentence}");

        await foreach (var happened in fleet.Events(cancellationToken: stoppingToken))
        {
            if (happened is DeviceEvents.DpsReported report)
                Console.WriteLine($"{report.DeviceId} reports {report.Dps}");
        }
    }
}
// end
