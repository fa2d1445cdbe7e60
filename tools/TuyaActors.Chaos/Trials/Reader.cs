using TuyaActors.Hosting;
using TuyaActors.Messages;

namespace TuyaActors.Chaos.Trials;

/// <summary>Reads what happens, as a program does that uses the fleet.</summary>
internal static class Reader
{
    /// <summary>Reads until it is stopped; answers how many events it got.</summary>
    /// <param name="fleet">Whose.</param>
    /// <param name="filter">Which; null: all but sightings.</param>
    /// <param name="pause">What it waits after each: a slow reader lags.</param>
    /// <param name="stop">Stops it.</param>
    public static async Task<long> ReadAsync(ITuyaFleet fleet, EventFilter? filter, TimeSpan pause, CancellationToken stop)
    {
        var read = 0L;
        try
        {
            await foreach (var _ in fleet.Events(filter, stop))
            {
                read++;
                if (pause > TimeSpan.Zero)
                    await Task.Delay(pause, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // It was stopped.
        }

        return read;
    }
}
