using TuyaActors.Messages;

namespace TuyaActors.Hosting.Tests;

public sealed class EventChannelSpecs
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Should_hand_on_every_event_in_order_when_the_reader_keeps_up()
    {
        var channel = new EventChannel(4);
        await using var reader = channel.ReadAllAsync(default).GetAsyncEnumerator();
        for (var i = 0; i < 20; i++)
        {
            channel.Write(Event(i));
            Assert.True(await reader.MoveNextAsync());
            Assert.Equal(Event(i), reader.Current);
        }
    }

    [Fact]
    public async Task Should_mark_the_gap_where_it_is()
    {
        var channel = new EventChannel(3);
        await using var reader = channel.ReadAllAsync(default).GetAsyncEnumerator();
        Write(channel, 0, 5); // 0 1 2, and two are missed
        Assert.Equal([Event(0), Event(1)], await Read(reader, 2));
        Write(channel, 5, 1); // the marker, then 5
        Assert.Equal([Event(2), new DeviceEvents.Lagged(2, Event(4).At), Event(5)], await Read(reader, 3));
    }

    [Fact]
    public async Task Should_mark_a_gap_at_once_when_the_reader_has_caught_up_and_nothing_more_happens()
    {
        var channel = new EventChannel(3);
        await using var reader = channel.ReadAllAsync(default).GetAsyncEnumerator();
        Write(channel, 0, 10);
        Assert.Equal([Event(0), Event(1), Event(2), new DeviceEvents.Lagged(7, Event(9).At)], await Read(reader, 4));
        Write(channel, 10, 1);
        Assert.Equal([Event(10)], await Read(reader, 1));
    }

    [Fact]
    public async Task Should_mark_a_gap_before_the_end()
    {
        var channel = new EventChannel(2);
        await using var reader = channel.ReadAllAsync(default).GetAsyncEnumerator();
        Write(channel, 0, 3);
        channel.Complete();
        Assert.Equal([Event(0), Event(1), new DeviceEvents.Lagged(1, Event(2).At)], await Read(reader, 3));
        Assert.False(await reader.MoveNextAsync());
    }

    [Fact]
    public async Task Should_account_for_every_event_however_writer_and_reader_interleave()
    {
        const int total = 20_000;
        var channel = new EventChannel(8);
        var writer = Task.Run(() =>
        {
            Write(channel, 0, total);
            channel.Complete();
        });
        var next = 0L;
        await foreach (var e in channel.ReadAllAsync(default))
        {
            if (e is DeviceEvents.Lagged gap)
            {
                next += gap.Missed;
                continue;
            }

            Assert.Equal(Event((int)next), e);
            next++;
        }

        await writer;
        Assert.Equal(total, next);
    }

    [Fact]
    public async Task Should_end_when_it_is_completed()
    {
        var channel = new EventChannel();
        await using var reader = channel.ReadAllAsync(default).GetAsyncEnumerator();
        var next = reader.MoveNextAsync();
        channel.Complete();
        Assert.False(await next);
        channel.Write(Event(1));
        channel.Complete();
    }

    [Fact]
    public async Task Should_end_by_the_cancellation_while_it_waits()
    {
        using var stop = new CancellationTokenSource();
        await using var reader = new EventChannel().ReadAllAsync(stop.Token).GetAsyncEnumerator();
        var next = reader.MoveNextAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
    }

    private static DeviceEvents.Added Event(int number) => new(new DeviceId($"device-{number}"), "", Start.AddSeconds(number));

    private static void Write(EventChannel channel, int first, int count)
    {
        for (var i = first; i < first + count; i++)
            channel.Write(Event(i));
    }

    private static async Task<IDeviceEvent[]> Read(IAsyncEnumerator<IDeviceEvent> reader, int count)
    {
        var read = new List<IDeviceEvent>();
        while (read.Count < count && await reader.MoveNextAsync())
            read.Add(reader.Current);
        return [.. read];
    }
}
