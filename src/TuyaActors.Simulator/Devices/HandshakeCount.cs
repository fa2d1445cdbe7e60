namespace TuyaActors.Simulator.Devices;

/// <summary>How many connections of all devices are new: accepted, and nothing but the opening said. Counted where it happens, so that nothing blurs it.</summary>
internal sealed class HandshakeCount
{
    private int _now;
    private int _most;

    public int Now => Volatile.Read(ref _now);

    public int Most => Volatile.Read(ref _most);

    public void Enter()
    {
        var now = Interlocked.Increment(ref _now);
        for (var most = Most; now > most; most = Most)
        {
            Interlocked.CompareExchange(ref _most, now, most);
        }
    }

    public void Leave() => Interlocked.Decrement(ref _now);
}
