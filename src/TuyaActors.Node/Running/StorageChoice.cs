using TuyaActors.Node.Cli;

namespace TuyaActors.Node.Running;

/// <summary>Where a fleet is to keep things, as a word over its configuration.</summary>
/// <param name="Hocon">Laid over all else; empty: as configured.</param>
internal sealed record StorageChoice(string Hocon)
{
    /// <summary>Nowhere.</summary>
    public static StorageChoice Memory { get; } = new("tuya.persistence.mode = memory");

    /// <summary>Where the configuration says: in tuya.db, unless it says otherwise.</summary>
    public static StorageChoice Configured { get; } = new("");

    /// <summary>In this file.</summary>
    public static StorageChoice Database(string path) =>
        new($"tuya.persistence {{ mode = sqlite, database = \"{path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\" }}");

    /// <summary>In the file that <c>--db</c>, or what stands for it, says.</summary>
    /// <param name="subject">What says it, for sentences.</param>
    /// <param name="database">What it says.</param>
    /// <exception cref="UsageException">It is empty.</exception>
    public static StorageChoice Of(string subject, string database) =>
        database.Length > 0 ? Database(database) : throw new UsageException($"{subject} is empty; wanted is the name of a file.");
}
