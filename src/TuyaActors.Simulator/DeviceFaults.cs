namespace TuyaActors.Simulator;

/// <summary>
/// What is wrong with a device, as long as it is so. Immutable: switch with <c>device.Faults = device.Faults with { … }</c>, at any time.
/// Faults that happen once are methods of <see cref="SimulatedDevice"/>.
/// </summary>
public sealed record DeviceFaults
{
    /// <summary>A sound device.</summary>
    public static DeviceFaults None { get; } = new();

    /// <summary>Nothing listens on its port: connects are refused, and the connection that it had is reset.</summary>
    public bool Refuse { get; init; }

    /// <summary>Every connection is reset as soon as it is accepted; the one that it had lives on.</summary>
    public bool ResetOnConnect { get; init; }

    /// <summary>Connections are accepted and bytes are read, but nothing is ever sent.</summary>
    public bool Silent { get; init; }

    /// <summary>The session's START (3.4, 3.5) is never answered.</summary>
    public bool StallNegotiation { get; init; }

    /// <summary>The session's START (3.4, 3.5) closes the connection, until the device has been killed and started.</summary>
    public bool Wedged { get; init; }

    /// <summary>Announces itself no more, but still answers probes on port 7000.</summary>
    public bool Unannounced { get; init; }

    /// <summary>Every reply (not the pushes, not the heartbeats) comes so much later.</summary>
    public TimeSpan ReplyDelay { get; init; }

    /// <summary>The share of replies that never come, 0 to 1.</summary>
    public double LostReplies { get; init; }

    /// <summary>The share of frames whose checksum, HMAC or tag is wrong, 0 to 1.</summary>
    public double CorruptFrames { get; init; }

    /// <summary>The share of frames with garbage before them, 0 to 1.</summary>
    public double Garbage { get; init; }

    /// <summary>Every push is sent twice.</summary>
    public bool DuplicatePushes { get; init; }

    /// <summary>Writes go out in pieces of so many bytes; 0 for whole.</summary>
    public int FragmentBytes { get; init; }

    /// <summary>The pause between two pieces.</summary>
    public TimeSpan FragmentPause { get; init; }

    /// <summary>How many sequence numbers are left out before each frame of a 3.5 device.</summary>
    public int SeqnoGap { get; init; }

    /// <summary>How long it is awake between two sleeps, as battery devices are for some seconds.</summary>
    public TimeSpan AwakeFor { get; init; }

    /// <summary>How long it sleeps then, deaf and dumb; zero (default) for never. A device that has just started or been given this begins awake.</summary>
    public TimeSpan AsleepFor { get; init; }

    internal bool Sleeps => AsleepFor > TimeSpan.Zero;

    internal void Validate()
    {
        RequireShare(LostReplies, nameof(LostReplies));
        RequireShare(CorruptFrames, nameof(CorruptFrames));
        RequireShare(Garbage, nameof(Garbage));
        ArgumentOutOfRangeException.ThrowIfNegative(FragmentBytes, nameof(FragmentBytes));
        ArgumentOutOfRangeException.ThrowIfNegative(SeqnoGap, nameof(SeqnoGap));
        ArgumentOutOfRangeException.ThrowIfLessThan(FragmentPause, TimeSpan.Zero, nameof(FragmentPause));
        ArgumentOutOfRangeException.ThrowIfLessThan(ReplyDelay, TimeSpan.Zero, nameof(ReplyDelay));
        ArgumentOutOfRangeException.ThrowIfLessThan(AsleepFor, TimeSpan.Zero, nameof(AsleepFor));
        if (Sleeps)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(AwakeFor, TimeSpan.Zero, nameof(AwakeFor));
        }
    }

    private static void RequireShare(double share, string name)
    {
        if (!(share is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(name, share, "A share is 0 to 1.");
        }
    }
}
