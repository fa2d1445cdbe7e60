using TuyaActors.Messages;
using TuyaActors.Node.Live;
using TuyaActors.Node.Tests.Probes;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Tests.Live;

public sealed class LiveFeedsSpecs : IAsyncDisposable
{
    private readonly ScriptedFleet _fleet = new ScriptedFleet().With(Snapshots.Device("lamp"), Snapshots.Device("plug", "Plug"));
    private readonly ManualTime _time = new();
    private readonly LiveFeeds _feeds;

    public LiveFeedsSpecs() => _feeds = new LiveFeeds(_fleet, _time);

    public ValueTask DisposeAsync() => _feeds.DisposeAsync();

    [Fact]
    public async Task Should_have_one_subscription_however_many_follow()
    {
        Assert.Empty(_fleet.Subscriptions);
        using var one = await _feeds.OpenAsync(CancellationToken.None);
        using var other = await _feeds.OpenAsync(CancellationToken.None);
        Assert.Same(one.Feed, other.Feed);
        Assert.Single(_fleet.Subscriptions);
        Assert.Equal((2, 2), (_feeds.Readers, one.Feed.Look((picture, _) => picture.Rows.Count)));
    }

    [Fact]
    public async Task Should_keep_the_feed_for_a_while_when_nobody_follows_any_more()
    {
        var one = await _feeds.OpenAsync(CancellationToken.None);
        one.Dispose();
        one.Dispose();
        Assert.Equal(0, _feeds.Readers);
        _time.Advance(TimeSpan.FromSeconds(119));
        using (var again = await _feeds.OpenAsync(CancellationToken.None))
        {
            Assert.Same(one.Feed, again.Feed);
            _time.Advance(TimeSpan.FromSeconds(300));
            Assert.False(again.Feed.HasEnded);
        }

        _time.Advance(TimeSpan.FromSeconds(120));
        await one.Feed.MoreAsync(long.MaxValue, CancellationToken.None);
        Assert.True(one.Feed.HasEnded);
        Assert.Empty(_fleet.Subscriptions);
        using var later = await _feeds.OpenAsync(CancellationToken.None);
        Assert.NotEqual(one.Feed.Run, later.Feed.Run);
    }

    [Fact]
    public async Task Should_begin_anew_when_the_fleet_has_ended_and_another_is_there()
    {
        using var one = await _feeds.OpenAsync(CancellationToken.None);
        _fleet.EndEvents();
        await one.Feed.MoreAsync(long.MaxValue, CancellationToken.None);
        Assert.True(one.Feed.HasEnded);
    }

    [Fact]
    public async Task Should_not_wait_for_ever_for_a_device_that_does_not_show_itself()
    {
        _fleet.Definitions[new DeviceId("stuck")] = new StoredDefinition(new DeviceDefinition(new DeviceId("stuck")), 1, Snapshots.Now);
        var opening = _feeds.OpenAsync(CancellationToken.None);
        await _fleet.Subscribed.Task;
        Assert.False(opening.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(2));
        using var lease = await opening;
        Assert.True(lease.Feed.Look((picture, _) => picture.Rows.Count) <= 2);
    }

    [Fact]
    public async Task Should_take_what_happens_while_it_still_learns_what_devices_there_are()
    {
        var answer = new TaskCompletionSource();
        _fleet.HasDefinitions = answer.Task;
        var opening = _feeds.OpenAsync(CancellationToken.None);
        await _fleet.Subscribed.Task;
        _fleet.Publish(Snapshots.Report("lamp", (1, true)));
        while (_fleet.Waiting > 0)
        {
            await Task.Yield();
        }

        Assert.False(opening.IsCompleted);
        answer.SetResult();
        using var lease = await opening;
        // Out of the queue it may be just before it is in the picture.
        var (reported, head) = (DpSet.Empty, 0L);
        while (reported.Count == 0)
        {
            await lease.Feed.MoreAsync(head, CancellationToken.None);
            (reported, head) = lease.Feed.Look((picture, number) => (picture.Find(new DeviceId("lamp"))!.Device.Reported, number));
        }

        Assert.Equal(DpSet.Of((1, true)), reported);
    }

    [Fact]
    public async Task Should_tell_who_waits_as_soon_as_something_happens()
    {
        using var lease = await _feeds.OpenAsync(CancellationToken.None);
        var head = lease.Feed.Look((_, number) => number);
        var more = lease.Feed.MoreAsync(head, CancellationToken.None);
        Assert.False(more.IsCompleted);
        _fleet.Publish(Snapshots.Report("lamp", (1, true)));
        await more;
        var logged = Assert.Single(lease.Feed.After(head, 10, out _));
        Assert.Equal(("lamp", DpSet.Of((1, true))), (logged.Device!.DeviceId.Value, logged.Device.Reported));
    }

    [Fact]
    public async Task Should_learn_what_a_device_is_called_when_that_changes()
    {
        using var lease = await _feeds.OpenAsync(CancellationToken.None);
        var id = new DeviceId("lamp");
        _fleet.Definitions[id] = new StoredDefinition(new DeviceDefinition(id) { Name = "Hall lamp" }, 2, Snapshots.Now);
        _fleet.Publish(new DeviceEvents.Updated(id, "Hall lamp", Snapshots.Now));
        var (name, head) = ("", 0L);
        while (name != "Hall lamp")
        {
            await lease.Feed.MoreAsync(head, CancellationToken.None);
            (name, head) = lease.Feed.Look((picture, number) => (picture.Find(id)!.Device.Name, number));
        }
    }

    [Fact]
    public async Task Should_end_quietly_whoever_still_follows()
    {
        var lease = await _feeds.OpenAsync(CancellationToken.None);
        await _feeds.DisposeAsync();
        Assert.True(lease.Feed.HasEnded);
        lease.Dispose();
    }
}
