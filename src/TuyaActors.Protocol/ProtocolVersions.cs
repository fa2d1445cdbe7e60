using System.Diagnostics.CodeAnalysis;

namespace TuyaActors.Protocol;

/// <summary>The versions there are, and what tells them apart above the wire.</summary>
public static class ProtocolVersions
{
    private static readonly ProtocolVersion[] Known =
        [ProtocolVersion.V31, ProtocolVersion.V32, ProtocolVersion.V33, ProtocolVersion.V34, ProtocolVersion.V35];

    /// <summary>Every version, oldest first.</summary>
    public static IReadOnlyList<ProtocolVersion> All { get; } = Array.AsReadOnly(Known);

    /// <summary>The version as devices and people write it: <c>3.4</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enumeration's.</exception>
    public static string ToText(this ProtocolVersion version) => version switch
    {
        ProtocolVersion.V31 => "3.1",
        ProtocolVersion.V32 => "3.2",
        ProtocolVersion.V33 => "3.3",
        ProtocolVersion.V34 => "3.4",
        ProtocolVersion.V35 => "3.5",
        _ => throw new ArgumentOutOfRangeException(nameof(version), (byte)version, "There is no such protocol version."),
    };

    /// <summary>Reads <c>3.1</c> to <c>3.5</c>, white space around it allowed; anything else is false.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ProtocolVersion version)
    {
        var wanted = text.AsSpan().Trim();
        foreach (var known in Known)
        {
            if (wanted.SequenceEqual(known.ToText()))
            {
                version = known;
                return true;
            }
        }

        version = default;
        return false;
    }

    /// <summary>True where a session key is negotiated for each connection: 3.4 and 3.5.</summary>
    public static bool NeedsSession(this ProtocolVersion version) => version >= ProtocolVersion.V34;

    /// <summary>True where frames are 6699 (AES-GCM) and not 55AA: 3.5.</summary>
    public static bool Uses6699(this ProtocolVersion version) => version >= ProtocolVersion.V35;

    internal static void Require(ProtocolVersion version, string argument)
    {
        if (version is < ProtocolVersion.V31 or > ProtocolVersion.V35)
        {
            throw new ArgumentOutOfRangeException(argument, (byte)version, "There is no such protocol version.");
        }
    }
}
