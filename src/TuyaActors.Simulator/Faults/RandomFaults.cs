using TuyaActors.Protocol;

namespace TuyaActors.Simulator.Faults;

/// <summary>One of every kind of fault, with values as they are met: for whoever wants trouble and does not care which.</summary>
public static class RandomFaults
{
    /// <summary>Far enough for any fleet of the simulator to stay out of its own way.</summary>
    private const int AnotherNetwork = 1 << 20;

    private static readonly (string Kind, Func<Random, DeviceFaults> Make)[] Makers =
    [
        ("noPower", _ => new() { NoPower = true }),
        ("refuse", _ => new() { Refuse = true }),
        ("resetOnConnect", _ => new() { ResetOnConnect = true }),
        ("silent", _ => new() { Silent = true }),
        ("cutFrames", random => new() { CutFrames = 0.1 + random.NextDouble() / 2 }),
        ("garbage", random => new() { Garbage = 0.1 + random.NextDouble() * 0.9 }),
        ("fragments", random => new() { FragmentBytes = random.Next(1, 40), FragmentPause = TimeSpan.FromMilliseconds(random.Next(0, 20)) }),
        ("corruptFrames", random => new() { CorruptFrames = 0.1 + random.NextDouble() / 2 }),
        ("wrongKey", random => new() { WrongKeyAfter = TimeSpan.FromMilliseconds(random.Next(0, 1000)) }),
        ("stallNegotiation", _ => new() { StallNegotiation = true }),
        ("slowReplies", random => new() { ReplyDelay = TimeSpan.FromMilliseconds(random.Next(100, 5000)) }),
        ("lostReplies", random => new() { LostReplies = 0.1 + random.NextDouble() / 2 }),
        ("duplicatePushes", _ => new() { DuplicatePushes = true }),
        ("pushStorm", random => new() { PushesPerSecond = random.Next(5, 100) }),
        ("seqnoGap", random => new() { SeqnoGap = random.Next(1, 10_000) }),
        ("addressChange", _ => new() { AddressShift = AnotherNetwork }),
        ("versionChange", random => new() { Version = ProtocolVersions.All[random.Next(ProtocolVersions.All.Count)] }),
        ("wedged", _ => new() { Wedged = true }),
        ("sleep", random => new() { AwakeFor = TimeSpan.FromMilliseconds(random.Next(500, 3000)), AsleepFor = TimeSpan.FromMilliseconds(random.Next(500, 5000)) }),
        ("unannounced", _ => new() { Unannounced = true }),
        ("oneDpAtATime", _ => new() { MostDpsPerControl = 1 }),
        ("closesAfterReply", _ => new() { ClosesAfterReply = true }),
        ("closesWhenIdle", random => new() { ClosesWhenIdleFor = TimeSpan.FromMilliseconds(random.Next(200, 2000)) }),
    ];

    /// <summary>The kinds, a word each.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. Makers.Select(maker => maker.Kind)];

    /// <summary>One of them.</summary>
    public static (string Kind, DeviceFaults Faults) Draw(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var (kind, make) = Makers[random.Next(Makers.Length)];
        return (kind, make(random));
    }

    /// <summary>One of this kind.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such kind.</exception>
    public static DeviceFaults Make(string kind, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var maker = Array.Find(Makers, maker => maker.Kind == kind);
        return maker.Make?.Invoke(random) ?? throw new ArgumentOutOfRangeException(nameof(kind), kind, $"Allowed: {string.Join(", ", Kinds)}.");
    }
}
