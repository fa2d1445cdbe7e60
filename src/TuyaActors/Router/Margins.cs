namespace TuyaActors.Router;

/// <summary>
/// How the time of a request is shared out, so that the answer is there by its deadline: the devices get a little less, and who gathers their
/// answers waits half of the rest.
/// </summary>
internal static class Margins
{
    // A device's answer is there in far less than this; so is that of a thousand devices.
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(500);

    /// <summary>When the devices are to be done.</summary>
    public static DateTimeOffset ForDevices(DateTimeOffset now, DateTimeOffset deadline) => deadline - Of(now, deadline);

    /// <summary>When the answer goes out, whoever has not answered.</summary>
    public static DateTimeOffset ForAnswer(DateTimeOffset now, DateTimeOffset deadline) => deadline - Of(now, deadline) / 2;

    private static TimeSpan Of(DateTimeOffset now, DateTimeOffset deadline)
    {
        var tenth = (deadline - now) / 10;
        return tenth < TimeSpan.Zero ? TimeSpan.Zero : tenth < Longest ? tenth : Longest;
    }
}
