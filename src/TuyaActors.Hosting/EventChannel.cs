using System.Threading.Channels;
using TuyaActors.Messages;

namespace TuyaActors.Hosting;

/// <summary>
/// Between one subscription and its reader. Bounded, and nothing is lost in it: where it is full the subscription's actor waits, and the router, which
/// sees that, keeps and counts what follows.
/// </summary>
internal sealed class EventChannel(int capacity = EventChannel.DefaultCapacity)
{
    /// <summary>As much as the router lets be on its way; what waits for longer waits there (<c>tuya.subscribers.buffer</c>).</summary>
    public const int DefaultCapacity = 128;

    private readonly Channel<IDeviceEvent> _events = Channel.CreateBounded<IDeviceEvent>(
        new BoundedChannelOptions(capacity) { SingleWriter = true, SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    /// <summary>Whether there was room.</summary>
    public bool TryWrite(IDeviceEvent e) => _events.Writer.TryWrite(e);

    /// <summary>Waits for room; returns too when the channel is completed meanwhile, for then nobody reads any more.</summary>
    public async Task WriteAsync(IDeviceEvent e)
    {
        while (await _events.Writer.WaitToWriteAsync().ConfigureAwait(false))
        {
            if (TryWrite(e))
                return;
        }
    }

    /// <summary>No event follows.</summary>
    public void Complete() => _events.Writer.TryComplete();

    /// <summary>Until completion or cancellation.</summary>
    public IAsyncEnumerable<IDeviceEvent> ReadAllAsync(CancellationToken cancellationToken) => _events.Reader.ReadAllAsync(cancellationToken);
}
