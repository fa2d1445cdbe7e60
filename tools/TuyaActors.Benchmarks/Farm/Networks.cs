namespace TuyaActors.Benchmarks.Farm;

/// <summary>A network of loopback for each farm, so that connections of the former that still linger are in nobody's way.</summary>
internal static class Networks
{
    private const int First = 100;
    private const int Count = 100;
    private static int _next = Random.Shared.Next(Count);

    public static int Next() => First + Interlocked.Increment(ref _next) % Count;
}
