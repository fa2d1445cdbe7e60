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
            Assert.True(channel.TryWrite(Event(i)));
            Assert.True(await reader.MoveNextAsync());
            Assert.Equal(Event(i), reader.Current);
        }
    }

    [Fact]
    public async Task Should_let_the_writer_wait_for_room_and_lose_nothing()
    {
        const int total = 20_000;
        var channel = new EventChannel(8);
        var writer = Task.Run(async () =>
        {
            for (var i = 0; i < total; i++)
            {
                if (!channel.TryWrite(Event(i)))
                    await channel.WriteAsync(Event(i));
            }

            channel.Complete();
        });
        var next = 0;
        await foreach (var e in channel.ReadAllAsync(default))
            Assert.Equal(Event(next++), e);
        await writer;
        Assert.Equal(total, next);
    }

    [Fact]
    public async Task Should_wait_while_it_is_full()
    {
        var channel = new EventChannel(2);
        Assert.True(channel.TryWrite(Event(0)));
        Assert.True(channel.TryWrite(Event(1)));
        Assert.False(channel.TryWrite(Event(2)));
        var waiting = channel.WriteAsync(Event(2));
        Assert.False(waiting.IsCompleted);
        await using var reader = channel.ReadAllAsync(default).GetAsyncEnumerator();
        Assert.Equal([Event(0), Event(1), Event(2)], await Read(reader, 3));
        await waiting;
    }

    [Fact]
    public async Task Should_not_wait_for_a_reader_who_has_gone()
    {
        var channel = new EventChannel(1);
        Assert.True(channel.TryWrite(Event(0)));
        var waiting = channel.WriteAsync(Event(1));
        channel.Complete();
        await waiting;
    }

    [Fact]
    public async Task Should_end_when_it_is_completed()
    {
        var channel = new EventChannel();
        await using var reader = channel.ReadAllAsync(default).GetAsyncEnumerator();
        var next = reader.MoveNextAsync();
        channel.Complete();
        Assert.False(await next);
        Assert.False(channel.TryWrite(Event(1)));
        await channel.WriteAsync(Event(1));
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

    private static async Task<IDeviceEvent[]> Read(IAsyncEnumerator<IDeviceEvent> reader, int count)
    {
        var read = new List<IDeviceEvent>();
        while (read.Count < count && await reader.MoveNextAsync())
            read.Add(reader.Current);
        return [.. read];
    }
}
