namespace TuyaActors.Node.Http;

/// <summary>How many streams there may be at once: each keeps a connection, and a program that opens them in a loop must not take the place of all others.</summary>
internal sealed class StreamPlaces
{
    /// <summary>Ten pages of each of twenty people.</summary>
    public const int Most = 200;

    private int _taken;

    /// <summary>Takes a place; null: none is left.</summary>
    public Place? Take()
    {
        if (Interlocked.Increment(ref _taken) <= Most)
        {
            return new Place(this);
        }

        Interlocked.Decrement(ref _taken);
        return null;
    }

    /// <summary>The refusal of those who find none.</summary>
    public static IResult Full() => Problems.Of(
        StatusCodes.Status503ServiceUnavailable, "Too many streams", $"There are {Most} streams already, which is as many as this node serves; close one, or try again later.");

    /// <summary>A place that is taken until it is disposed of.</summary>
    internal sealed class Place(StreamPlaces places) : IDisposable
    {
        private int _isTaken = 1;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isTaken, 0) == 1)
            {
                Interlocked.Decrement(ref places._taken);
            }
        }
    }
}
