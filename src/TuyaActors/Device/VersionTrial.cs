using TuyaActors.Protocol;

namespace TuyaActors.Device;

/// <summary>Which version to speak: the operator's, else the proved one, else the sighted one, else each in turn. Pure.</summary>
internal sealed record VersionTrial(ProtocolVersion? Configured)
{
    // The commonest first; 3.2 last, since a 3.2 device answers a 3.3 client's heartbeats too.
    private static readonly ProtocolVersion[] Order =
        [ProtocolVersion.V33, ProtocolVersion.V34, ProtocolVersion.V35, ProtocolVersion.V31, ProtocolVersion.V32];

    /// <summary>The version of the last good handshake.</summary>
    public ProtocolVersion? Proved { get; private init; }

    /// <summary>The version that the last sighting named.</summary>
    public ProtocolVersion? Sighted { get; private init; }

    private int Turn { get; init; }

    /// <summary>The version to try next.</summary>
    public ProtocolVersion Current => Configured ?? Proved ?? Sighted ?? Order[Turn % Order.Length];

    /// <summary>Whether <see cref="Current"/> is only a guess.</summary>
    public bool IsGuess => Configured is null && Proved is null && Sighted is null;

    /// <summary>How many guesses make a round.</summary>
    public static int RoundLength => Order.Length;

    /// <summary>Whether the last sighting says another version than the one that served before, as after a firmware update.</summary>
    public bool IsContradicted => Configured is null && Proved is not null && Sighted is not null && Proved != Sighted;

    /// <summary>Whether the device announces another version than the operator gave, and that one has never served.</summary>
    public bool AnnouncesOther => Configured is not null && Proved != Configured && Sighted is not null && Configured != Sighted;

    // A sighted version that turned out wrong is not believed again until another one served.
    private ProtocolVersion? Distrusted { get; init; }

    /// <summary>After a sighting.</summary>
    public VersionTrial Saw(ProtocolVersion? version) => version is null || version == Distrusted ? this : this with { Sighted = version };

    /// <summary>After a good handshake.</summary>
    public VersionTrial Succeeded(ProtocolVersion version) => this with { Proved = version, Distrusted = null };

    /// <summary>After an attempt that spoke to somebody and was not understood: what was believed is dropped, the proved version first, then the sighted one, then each guess in turn.</summary>
    public VersionTrial Failed() =>
        Proved is not null ? this with { Proved = null }
        : Sighted is not null ? this with { Sighted = null, Distrusted = Sighted }
        : this with { Turn = Turn + 1 };

    /// <summary>At a start: the version that served before it. It counts only where the operator says nothing else.</summary>
    public VersionTrial Restored(ProtocolVersion? proved) => Proved is null && (Configured is null || Configured == proved) ? this with { Proved = proved } : this;
}
