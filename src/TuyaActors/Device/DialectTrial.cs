using TuyaActors.Protocol.Payloads;

namespace TuyaActors.Device;

/// <summary>In which way a device is queried: learned from what it refuses, and given up when that does not work either. Pure.</summary>
/// <remarks>
/// <code>
/// Default --data unvalid--> Device22 --answer--> Device22 (proved)
/// Device22 --data unvalid, refusal, silence twice--> Default, and there it stays until the next connection
/// </code>
/// So it changes at most twice on one connection, whatever the device says.
/// </remarks>
internal sealed record DialectTrial
{
    /// <summary>So many queries in a row without an answer, while the device says other things, end a trial: one answer may get lost.</summary>
    public const int SilencesAllowed = 2;

    private DialectTrial()
    {
    }

    /// <summary>The default, as long as nothing speaks against it.</summary>
    public static DialectTrial Untried { get; } = new();

    // What nearly every device comes to: one for all of them.
    private static DialectTrial Proved { get; } = Untried with { IsProved = true };

    /// <summary>The device22 way, as it has served before the start.</summary>
    public static DialectTrial RestoredDevice22 { get; } = new() { Dialect = DeviceDialect.Device22, IsProved = true, Changes = 1 };

    /// <summary>How to ask.</summary>
    public DeviceDialect Dialect { get; private init; }

    /// <summary>Whether the device has answered a question asked so.</summary>
    public bool IsProved { get; private init; }

    /// <summary>How often the way has changed.</summary>
    public int Changes { get; private init; }

    private bool InVain { get; init; }

    private int Silences { get; init; }

    /// <summary>A new connection: what failed before may be tried again.</summary>
    public DialectTrial Connected() => InVain || Silences > 0 ? this with { InVain = false, Silences = 0 } : this;

    /// <summary>A query was answered.</summary>
    public DialectTrial Answered() => IsProved && Silences == 0 ? this : this == Untried ? Proved : this with { IsProved = true, Silences = 0 };

    /// <summary>"data unvalid": the other way, unless that was it.</summary>
    public DialectTrial DataUnvalid() => (Dialect, InVain) switch
    {
        (DeviceDialect.Device22, _) => Back(),
        (_, true) => this,
        _ => this with { Dialect = DeviceDialect.Device22, IsProved = false, Silences = 0, Changes = Changes + 1 },
    };

    /// <summary>A query was refused by a retcode.</summary>
    public DialectTrial Refused() => Dialect == DeviceDialect.Device22 ? Back() : this;

    /// <summary>A query had no answer in time, although the device was there.</summary>
    public DialectTrial Silent() => Dialect != DeviceDialect.Device22 ? this : Silences + 1 < SilencesAllowed ? this with { Silences = Silences + 1 } : Back();

    private DialectTrial Back() => this with { Dialect = DeviceDialect.Default, IsProved = false, InVain = true, Silences = 0, Changes = Changes + 1 };
}
