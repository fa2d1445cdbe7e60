using System.Collections.Immutable;
using System.Text;

namespace TuyaActors.Storage;

/// <summary>
/// The file with the master keys: one a line in base64, the current one first, '#' begins a comment. Only its owner may read it. It is replaced as
/// a whole, so that at every instant the old or the new text is there, and lasts through a power cut before anything is sealed with it.
/// </summary>
internal static class KeyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Reads one.</summary>
    /// <exception cref="StorageException">It cannot be read, or is none. Never quotes a line.</exception>
    public static ImmutableArray<MasterKey> Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The master key file {path} cannot be read: {cause.Message} Nothing was changed.", cause);
        }

        var keys = ImmutableArray.CreateBuilder<MasterKey>();
        for (var number = 1; number <= lines.Length; number++)
        {
            var line = lines[number - 1].Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (!MasterKey.TryParse(line, out var key))
                throw new StorageException($"The master key file {path}, line {number}: it is no master key; allowed are 44 characters of base64 or 64 hexadecimal digits. Nothing was changed.");
            keys.Add(key);
        }

        return keys.Count > 0
            ? keys.ToImmutable()
            : throw new StorageException($"The master key file {path} has no key in it. Put a copy of the right one there; nothing was changed.");
    }

    /// <summary>Writes one, readable by its owner only.</summary>
    /// <exception cref="StorageException">It cannot be written; what was there is untouched.</exception>
    public static void Write(string path, IEnumerable<MasterKey> keys)
    {
        var text = new StringBuilder()
            .Append("# TuyaActors: what the local keys in the database are sealed with. Keep a copy of it apart from the database's: without it\n")
            .Append("# the local keys are lost, and whoever has both can read them. The first line is the current key.\n");
        foreach (var key in keys)
            text.Append(key.Reveal()).Append('\n');
        var made = path + ".new";
        try
        {
            File.Delete(made);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = OwnerOnly;
            using (var file = new FileStream(made, options))
            {
                file.Write(Encoding.ASCII.GetBytes(text.ToString()));
                file.Flush(flushToDisk: true);
            }

            File.Move(made, path, overwrite: true);
            DirectorySync.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            Discard(made);
            throw new StorageException($"The master key file {path} cannot be written: {cause.Message} Nothing was changed.", cause);
        }
    }

    // Half of it, on a full disk.
    private static void Discard(string made)
    {
        try
        {
            File.Delete(made);
        }
        catch (Exception left) when (left is IOException or UnauthorizedAccessException)
        {
            // The next one that is written takes its place.
        }
    }

    /// <summary>What is to be said of who may read it; null: only its owner may. (On Windows that is the folder's business.)</summary>
    public static string? Exposure(string path) =>
        OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & ~(OwnerOnly | UnixFileMode.UserExecute)) == 0
            ? null
            : $"The master key file {path} can be read by others than its owner; 'chmod 600 {path}' mends that.";
}
