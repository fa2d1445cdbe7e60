using TuyaActors.Protocol;

namespace TuyaActors.Simulator;

/// <summary>
/// What is wrong with a device, as long as it is so. Immutable: switch with <c>device.Faults = device.Faults with { … }</c>, at any time.
/// Faults that happen once are methods of <see cref="SimulatedDevice"/>.
/// </summary>
public sealed record DeviceFaults
{
    /// <summary>A radio carries no more.</summary>
    internal const int MostPushesPerSecond = 10_000;

    /// <summary>A sound device.</summary>
    public static DeviceFaults None { get; } = new();

    /// <summary>The plug is pulled: as <see cref="SimulatedDevice.Kill"/>, for as long as this is so. Power that comes back ends <see cref="Wedged"/>.</summary>
    public bool NoPower { get; init; }

    /// <summary>Nothing listens on its port: connects are refused, and the connection that it had is reset.</summary>
    public bool Refuse { get; init; }

    /// <summary>Every connection is reset as soon as it is accepted; the one that it had lives on.</summary>
    public bool ResetOnConnect { get; init; }

    /// <summary>Connections are accepted and bytes are read, but nothing is ever sent.</summary>
    public bool Silent { get; init; }

    /// <summary>The session's START (3.4, 3.5) is never answered.</summary>
    public bool StallNegotiation { get; init; }

    /// <summary>The session's START (3.4, 3.5) closes the connection, until the device has been without power.</summary>
    public bool Wedged { get; init; }

    /// <summary>Announces itself no more, but still answers probes on port 7000.</summary>
    public bool Unannounced { get; init; }

    /// <summary>
    /// Every reply comes so much later, and the news after a control or UPDATEDPS behind it; heartbeat answers and what it pushes by itself do not.
    /// </summary>
    public TimeSpan ReplyDelay { get; init; }

    /// <summary>The share of replies that never come, 0 to 1.</summary>
    public double LostReplies { get; init; }

    /// <summary>The share of frames whose checksum, HMAC or tag is wrong, 0 to 1.</summary>
    public double CorruptFrames { get; init; }

    /// <summary>The share of frames with garbage before them, 0 to 1.</summary>
    public double Garbage { get; init; }

    /// <summary>The share of frames that end in the middle, and the connection with them, 0 to 1.</summary>
    public double CutFrames { get; init; }

    /// <summary>Every push is sent twice.</summary>
    public bool DuplicatePushes { get; init; }

    /// <summary>How many times a second it pushes its whole state although nothing changes; 0 for never.</summary>
    public double PushesPerSecond { get; init; }

    /// <summary>Writes go out in pieces of so many bytes; 0 for whole.</summary>
    public int FragmentBytes { get; init; }

    /// <summary>The pause between two pieces.</summary>
    public TimeSpan FragmentPause { get; init; }

    /// <summary>How many sequence numbers are left out before each frame of a 3.5 device; the others echo the request's and cannot jump.</summary>
    public int SeqnoGap { get; init; }

    /// <summary>
    /// From so long after it was told (or first had power) it speaks under another key, as if somebody had paired it anew; its own key comes back
    /// with the end of the fault. Null (default) for never.
    /// </summary>
    public TimeSpan? WrongKeyAfter { get; init; }

    /// <summary>Speaks this version instead of its own, as after an update of its firmware. Null (default) for its own.</summary>
    public ProtocolVersion? Version { get; init; }

    /// <summary>Listens and announces itself at an address so much further on, as after a new DHCP lease; it moves back with the end of the fault.</summary>
    public int AddressShift { get; init; }

    /// <summary>
    /// The most DPs that it takes in one CONTROL; 0 for any number. A larger one does nothing and is not answered, as tinytuya's users see it
    /// (tinytuya#27: a time-out, one DP at a time works).
    /// </summary>
    public int MostDpsPerControl { get; init; }

    /// <summary>Hangs up as soon as it has answered a request; a negotiation or a heartbeat is none.</summary>
    public bool ClosesAfterReply { get; init; }

    /// <summary>Hangs up when the client has sent nothing, not even a heartbeat, for so long; zero (default) for never. Real devices do after some 30 s.</summary>
    public TimeSpan ClosesWhenIdleFor { get; init; }

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
        RequireShare(CutFrames, nameof(CutFrames));
        if (!(PushesPerSecond is >= 0 and <= MostPushesPerSecond))
        {
            throw new ArgumentOutOfRangeException(nameof(PushesPerSecond), PushesPerSecond, $"Pushes a second are 0 to {MostPushesPerSecond}.");
        }

        if (Version is { } version && !ProtocolVersions.All.Contains(version))
        {
            throw new ArgumentOutOfRangeException(nameof(Version), version, "There is no such protocol version.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(FragmentBytes, nameof(FragmentBytes));
        ArgumentOutOfRangeException.ThrowIfNegative(SeqnoGap, nameof(SeqnoGap));
        ArgumentOutOfRangeException.ThrowIfNegative(MostDpsPerControl, nameof(MostDpsPerControl));
        ArgumentOutOfRangeException.ThrowIfLessThan(WrongKeyAfter ?? TimeSpan.Zero, TimeSpan.Zero, nameof(WrongKeyAfter));
        ArgumentOutOfRangeException.ThrowIfLessThan(ClosesWhenIdleFor, TimeSpan.Zero, nameof(ClosesWhenIdleFor));
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
