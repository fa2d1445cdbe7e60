using System.Globalization;
using TuyaActors.Messages;

namespace TuyaActors.Hosting.Tests;

public sealed class EventStreamSpecs
{
    private static readonly DeviceDefinition Lamp = HostUnderTest.Device("lamp");
    private static readonly EventFilter Definitions = new([], EventKinds.Definitions);

    [Fact]
    public async Task Should_tell_what_happens_in_its_order()
    {
        await using var test = await HostUnderTest.StartAsync(Lamp);
        await using var events = test.Fleet.Events(Definitions, test.Cancellation).GetAsyncEnumerator();
        await Listen(test, events);

        await test.Fleet.AddDeviceAsync(HostUnderTest.Device("plug"), test.Cancellation);
        await test.Fleet.UpdateDeviceAsync(HostUnderTest.Device("plug") with { Name = "other" }, test.Cancellation);
        await test.Fleet.RemoveDeviceAsync(new DeviceId("plug"), test.Cancellation);

        var told = new List<string>();
        while (told.LastOrDefault() != nameof(DeviceEvents.Removed) && await events.MoveNextAsync())
        {
            if (events.Current.DeviceId.Value == "plug")
                told.Add(events.Current.GetType().Name);
        }

        Assert.Equal([nameof(DeviceEvents.Added), nameof(DeviceEvents.Updated), nameof(DeviceEvents.Removed)], told);
    }

    [Fact]
    public async Task Should_stand_when_the_first_read_begins()
    {
        const int readers = 50;
        await using var test = await HostUnderTest.StartAsync(Lamp);
        await Rename(test, -1);
        for (var i = 0; i < readers; i++)
        {
            await using var events = test.Fleet.Events(Definitions, test.Cancellation).GetAsyncEnumerator();
            var first = events.MoveNextAsync();
            await Rename(test, 2 * i);
            await Rename(test, 2 * i + 1);

            Assert.True(await first);
            Assert.Equal(2 * i, NumberOf(events.Current));
        }
    }

    [Fact]
    public async Task Should_let_through_only_what_the_filter_lets()
    {
        await using var test = await HostUnderTest.StartAsync(Lamp, HostUnderTest.Device("plug"));
        await using var events = test.Fleet.Events(new EventFilter([Lamp.Id], EventKinds.Definitions), test.Cancellation).GetAsyncEnumerator();
        await Listen(test, events);
        await test.Fleet.RemoveDeviceAsync(new DeviceId("plug"), test.Cancellation);
        await test.Fleet.RemoveDeviceAsync(Lamp.Id, test.Cancellation);
        do
        {
            Assert.True(await events.MoveNextAsync());
            Assert.Equal(Lamp.Id, events.Current.DeviceId);
        }
        while (events.Current is not DeviceEvents.Removed);
    }

    [Fact]
    public async Task Should_begin_with_how_each_device_stands()
    {
        await using var test = await HostUnderTest.StartAsync(Lamp, HostUnderTest.Device("plug"));
        await using var events = test.Fleet.Events(cancellationToken: test.Cancellation).GetAsyncEnumerator();
        var seen = new HashSet<string>();
        while (seen.Count < 2 && await events.MoveNextAsync())
        {
            if (events.Current is DeviceEvents.SnapshotTaken taken)
                Assert.True(seen.Add(taken.Device.Name));
            else
                Assert.Contains(events.Current.DeviceId.Value, seen);
        }
    }

    [Theory]
    [InlineData(EventKinds.Definitions)]
    [InlineData(EventKinds.Definitions | EventKinds.Snapshots)]
    public async Task Should_tell_a_slow_reader_how_much_it_missed_and_how_all_stands_then(EventKinds kinds)
    {
        const int buffer = 64;
        const int written = buffer + 3 * EventChannel.DefaultCapacity + 100;
        await using var test = await HostUnderTest.StartAsync(services => services.AddTuyaFleet(options =>
        {
            HostUnderTest.Quiet(options, Lamp);
            options.Hocon = $"tuya.subscribers.buffer = {buffer}";
        }));
        await using var events = test.Fleet.Events(new EventFilter([], kinds), test.Cancellation).GetAsyncEnumerator();
        await Rename(test, 0);
        var first = events.MoveNextAsync().AsTask();
        if ((kinds & EventKinds.Snapshots) != 0)
            Assert.True(await first);
        for (var i = 1; i <= written; i++)
            await Rename(test, i);

        // It reads on: every event is there, or counted in the gap; and the gap shows although nothing more happens.
        // (A busy machine may have been behind before, too: then there are two gaps.)
        var (read, missed, newest, stands) = (0, 0L, 0L, true);
        Assert.True(await first);
        while (true)
        {
            switch (events.Current)
            {
                case DeviceEvents.Lagged gap:
                    missed += gap.Missed;
                    newest += gap.Missed;
                    stands = (kinds & EventKinds.Snapshots) == 0;
                    break;
                case DeviceEvents.SnapshotTaken taken:
                    // At the beginning, and behind the gap.
                    Assert.Equal(newest, int.Parse(taken.Device.Name, CultureInfo.InvariantCulture));
                    stands = true;
                    break;
                default:
                    Assert.Equal(++newest, NumberOf(events.Current));
                    read++;
                    break;
            }

            if (newest == written && stands)
                break;
            Assert.True(await events.MoveNextAsync());
        }

        Assert.True(read >= buffer + EventChannel.DefaultCapacity, $"{read} read");
        Assert.True(missed > 0);
        await Rename(test, 1_000_000);
        Assert.True(await events.MoveNextAsync());
        Assert.Equal(1_000_000, NumberOf(events.Current));
    }

    [Fact]
    public async Task Should_end_a_subscription_whose_reader_leaves_while_it_waits_for_him()
    {
        await using var test = await HostUnderTest.StartAsync(Lamp);
        var events = test.Fleet.Events(Definitions, test.Cancellation).GetAsyncEnumerator();
        await Listen(test, events);
        for (var i = 0; i <= 2 * EventChannel.DefaultCapacity; i++)
            await Rename(test, i);
        await events.DisposeAsync();

        // Nobody holds up the host, which stops its actors.
        await test.Host.StopAsync(test.Cancellation);
    }

    [Fact]
    public async Task Should_end_with_the_cancellation()
    {
        await using var test = await HostUnderTest.StartAsync(Lamp);
        using var stop = new CancellationTokenSource();
        await using var events = test.Fleet.Events(Definitions, stop.Token).GetAsyncEnumerator();
        await Listen(test, events);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            while (await events.MoveNextAsync())
            {
                // What had arrived before.
            }
        });
    }

    [Fact]
    public async Task Should_end_with_the_host()
    {
        var test = await HostUnderTest.StartAsync(Lamp);
        await using var events = test.Fleet.Events(Definitions, CancellationToken.None).GetAsyncEnumerator();
        await Listen(test, events);
        await test.DisposeAsync();
        var end = ReadToEnd(events);
        await end.WaitAsync(TimeSpan.FromSeconds(20));
    }

    private static async Task ReadToEnd(IAsyncEnumerator<IDeviceEvent> events)
    {
        while (await events.MoveNextAsync())
        {
            // What had arrived before.
        }
    }

    /// <summary>
    /// Makes things happen until the subscription, which begins with the first read, has told of one; then reads all it has told. Answers
    /// the last number used.
    /// </summary>
    private static async Task<int> Listen(HostUnderTest test, IAsyncEnumerator<IDeviceEvent> events)
    {
        var first = events.MoveNextAsync().AsTask();
        var number = 0;
        do
            await Rename(test, ++number);
        while (!first.IsCompleted);
        Assert.True(await first);
        for (var seen = (long)NumberOf(events.Current); seen < number; seen += events.Current is DeviceEvents.Lagged gap ? gap.Missed : 1)
            Assert.True(await events.MoveNextAsync());
        return number;
    }

    private static async Task Rename(HostUnderTest test, int number) =>
        Assert.IsType<FleetReply.Done>(await test.Fleet.UpdateDeviceAsync(Lamp with { Name = number.ToString(CultureInfo.InvariantCulture) }, test.Cancellation));

    private static int NumberOf(IDeviceEvent e) => int.Parse(Assert.IsType<DeviceEvents.Updated>(e).Name, CultureInfo.InvariantCulture);
}
