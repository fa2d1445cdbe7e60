using TuyaActors.Chaos.Chaos;
using TuyaActors.Chaos.Trials;
using TuyaActors.Hosting;
using TuyaActors.Messages;

namespace TuyaActors.Chaos.Soak;

/// <summary>Questions all the time, as pages and programs ask them: lists with filters, page by page; one device, its history, its frames; definitions, sightings, health.</summary>
internal sealed class QueryLoad(TrialHost host, IReadOnlyList<CommandTarget> targets, SoakOptions options, OutcomeLedger ledger)
{
    private const int Askers = 4;
    private const int PageSize = 50;

    private long _answers;

    /// <summary>How many were answered.</summary>
    public long Answers => Interlocked.Read(ref _answers);

    /// <summary>Goes on until it is stopped.</summary>
    public Task RunAsync(CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, Askers).Select(asker => Task.Run(() => AskAsync(asker, stop), CancellationToken.None)));

    private async Task AskAsync(int asker, CancellationToken stop)
    {
        var random = new Random(options.Chaos.Seed + 3_000_017 + asker);
        while (!stop.IsCancellationRequested)
        {
            var question = random.Next(9);
            try
            {
                await AskAsync(question, random);
                Interlocked.Increment(ref _answers);
            }
            catch (Exception failed) when (failed is not OutOfMemoryException)
            {
                ledger.Stray($"question {question} was not answered: {failed.GetType().Name}: {failed.Message}");
            }

            await Pause.AboutAsync(options.Question, random, stop);
        }
    }

    private Task AskAsync(int question, Random random)
    {
        ITuyaFleet fleet = host.Fleet;
        var id = targets[random.Next(targets.Count)].Id;
        return question switch
        {
            0 => fleet.GetDevicesAsync(null, new Page(random.Next(targets.Count / PageSize + 1) * PageSize, PageSize)),
            1 => fleet.GetDevicesAsync(new DeviceFilter { States = [DeviceState.Online], Text = "plug" }, new Page(0, PageSize)),
            2 => fleet.GetDevicesAsync(new DeviceFilter { Devices = DeviceSelector.Tagged(DefinitionLoad.Tag(random)) }),
            3 => fleet.GetDeviceAsync(id, fresh: true, Fallback.Stale, TimeSpan.FromSeconds(2)),
            4 => fleet.GetHistoryAsync(id),
            5 => fleet.GetFramesAsync(id),
            6 => fleet.GetDefinitionsAsync(),
            7 => fleet.GetSightingsAsync(),
            _ => fleet.GetHealthAsync(),
        };
    }
}
