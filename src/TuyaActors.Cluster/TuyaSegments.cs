using Akka.Cluster;

namespace TuyaActors.Cluster;

/// <summary>The names of LAN segments, and the cluster roles of their nodes.</summary>
public static class TuyaSegments
{
    /// <summary>What a segment's role begins with.</summary>
    public const string RolePrefix = "tuya-segment-";

    private const int LongestName = 64;

    /// <summary>The cluster role that every node of this segment has, e.g. <c>tuya-segment-garage</c>.</summary>
    /// <exception cref="ArgumentException">The name is none; the message says what is allowed.</exception>
    public static string RoleOf(string segment) => RolePrefix + Checked(segment);

    /// <summary>The segment of a node with these roles; <c>null</c>: of none.</summary>
    internal static string? OfRoles(IEnumerable<string> roles) =>
        roles.FirstOrDefault(role => role.StartsWith(RolePrefix, StringComparison.Ordinal))?[RolePrefix.Length..];

    internal static string? Of(Member member) => OfRoles(member.Roles);

    internal static string Checked(string segment)
    {
        ArgumentNullException.ThrowIfNull(segment);
        if (segment.Length is 0 or > LongestName || !char.IsAsciiLetterOrDigit(segment[0]) || !segment.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            throw new ArgumentException($"'{segment}' is no name for a segment; allowed are 1 to {LongestName} letters, digits, '-' and '_', with a letter or digit first", nameof(segment));
        return segment;
    }
}
