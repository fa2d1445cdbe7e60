using System.Collections.Immutable;
using TuyaActors.Settings;

namespace TuyaActors.Storage;

/// <summary>Where the master key comes from: an environment variable, a file that one names, or the file beside the database.</summary>
internal static class MasterKeySource
{
    /// <summary>The key itself, in base64 or hex; several with ',' between, of which the first seals and all open.</summary>
    public const string KeyVariable = "TUYA_MASTER_KEY";

    /// <summary>A file that is there.</summary>
    public const string FileVariable = "TUYA_MASTER_KEY_FILE";

    /// <summary>Where the file lies when nobody names one; null in mode system, which has no place of its own.</summary>
    public static string? DefaultFile(PersistenceSettings settings) =>
        settings.KeyFile ?? (settings.Mode == PersistenceMode.Sqlite ? Path.GetFullPath(settings.Database) + ".key" : null);

    /// <summary>Finds the master key, or makes one where nothing is sealed yet.</summary>
    /// <param name="settings">The fleet's.</param>
    /// <param name="hasContent">Whether anything may be sealed already: a missing file is then no reason to make a new one.</param>
    /// <param name="environment">Reads an environment variable.</param>
    /// <exception cref="StorageException">There is none, or it cannot be read.</exception>
    public static KeyVault Open(PersistenceSettings settings, bool hasContent, Func<string, string?> environment)
    {
        if (environment(KeyVariable) is { Length: > 0 } text)
            return new KeyVault(Parse(text), $"the environment variable {KeyVariable}", null, isGiven: true);
        if (environment(FileVariable) is { Length: > 0 } named)
            return FromFile(named);
        if (DefaultFile(settings) is not { } path)
            throw new StorageException($"Local keys are stored sealed, and there is no master key: set {KeyVariable}, {FileVariable} or tuya.persistence.key-file.");
        if (File.Exists(path))
            return FromFile(path);
        if (hasContent)
        {
            throw new StorageException(
                $"The master key file {path} is missing, and the local keys in {settings.Database} are sealed with it. Put a copy of it back, or set {KeyVariable} or {FileVariable}. "
                + "Without it the local keys are lost: then move the database away and import the devices anew. Nothing was changed.");
        }

        KeyFile.Write(path, [MasterKey.New()]);
        return FromFile(path);
    }

    private static KeyVault FromFile(string path) => new(KeyFile.Read(path), path, path);

    private static ImmutableArray<MasterKey> Parse(string text) => [.. text.Split(',', StringSplitOptions.TrimEntries).Select(word => MasterKey.TryParse(word, out var key)
        ? key
        : throw new StorageException($"The environment variable {KeyVariable} is no master key; allowed are 44 characters of base64 or 64 hexadecimal digits, several with ',' between. Nothing was changed."))];
}
