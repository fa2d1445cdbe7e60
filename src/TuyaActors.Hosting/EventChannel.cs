using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using TuyaActors.Messages;

namespace TuyaActors.Hosting;

/// <summary>
/// Between one subscription and its reader. Bounded: a reader that is too slow costs the fleet nothing, and reads one
/// <see cref="DeviceEvents.Lagged"/> in the place of what it missed.
/// </summary>
internal sealed class EventChannel(int capacity = EventChannel.DefaultCapacity)
{
    /// <summary>About ten seconds of a fleet of 100 chatty devices.</summary>
    public const int DefaultCapacity = 1024;

    private readonly Channel<IDeviceEvent> _events = Channel.CreateBounded<IDeviceEvent>(
        new BoundedChannelOptions(capacity) { SingleWriter = true, SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    // Guards what was missed: the reader takes it when it has read all, so that a gap at the end of a burst shows at once.
    private readonly Lock _gap = new();
    private DeviceEvents.Lagged? _missed;

    /// <summary>Called by the subscription's actor only.</summary>
    public void Write(IDeviceEvent e)
    {
        lock (_gap)
        {
            // Once something was missed, order demands that the marker goes in before the next event.
            if (_missed is not null && _events.Writer.TryWrite(_missed))
                _missed = null;
            if (_missed is not null || !_events.Writer.TryWrite(e))
                _missed = new DeviceEvents.Lagged((_missed?.Missed ?? 0) + 1, e.At);
        }
    }

    /// <summary>No event follows.</summary>
    public void Complete() => _events.Writer.TryComplete();

    /// <summary>Until completion or cancellation.</summary>
    public async IAsyncEnumerable<IDeviceEvent> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _events.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            while (TryNext(out var e))
                yield return e;
        }
    }

    private bool TryNext([NotNullWhen(true)] out IDeviceEvent? e)
    {
        if (_events.Reader.TryRead(out e))
            return true;
        lock (_gap)
        {
            if (_events.Reader.TryRead(out e))
                return true;
            (e, _missed) = (_missed, null);
            return e is not null;
        }
    }
}
