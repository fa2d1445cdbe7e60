using TuyaActors.Chaos.Trials;
using TuyaActors.Messages;

namespace TuyaActors.Chaos.Soak;

/// <summary>Subscribers that come, listen for a while, and go: of everything, of one device, of a meter's DPs, of sightings; some of them too slow.</summary>
internal sealed class SubscriberLoad(TrialHost host, IReadOnlyList<CommandTarget> targets, SoakOptions options)
{
    // One that takes a second for each event misses most of them.
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    private long _subscriptions;
    private long _events;

    /// <summary>How many have gone.</summary>
    public long Subscriptions => Interlocked.Read(ref _subscriptions);

    /// <summary>How many events those got.</summary>
    public long Events => Interlocked.Read(ref _events);

    /// <summary>Goes on until it is stopped.</summary>
    public Task RunAsync(CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, options.Subscribers).Select(place => Task.Run(() => TakePlaceAsync(place, stop), CancellationToken.None)));

    private async Task TakePlaceAsync(int place, CancellationToken stop)
    {
        var random = new Random(options.Chaos.Seed + 2_000_003 + place);
        while (!stop.IsCancellationRequested)
        {
            using var gone = CancellationTokenSource.CreateLinkedTokenSource(stop);
            gone.CancelAfter(options.Stay * (2 * random.NextDouble()));
            Interlocked.Add(ref _events, await Reader.ReadAsync(host.Fleet, Filter(random), random.Next(10) == 0 ? Slow : TimeSpan.Zero, gone.Token));
            Interlocked.Increment(ref _subscriptions);
        }
    }

    private EventFilter? Filter(Random random) => random.Next(6) switch
    {
        0 => null,
        1 => EventFilter.Of(targets[random.Next(targets.Count)].Id),
        2 => EventFilter.Default with { Dps = [18, 19, 20] },
        3 => EventFilter.Sightings,
        4 => EventFilter.Default with { Selector = DeviceSelector.Tagged(DefinitionLoad.Tag(random)) },
        _ => new EventFilter([], EventKinds.Changes),
    };
}
