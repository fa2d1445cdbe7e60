using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace TuyaActors.Storage;

/// <summary>
/// Lets one process at a time use a database. The operating system keeps it (a lock on <c>.lock</c>), so it ends with its process, however that
/// ends. Beside it the holder says who it is (<c>.node</c>), for programs that want to talk to it.
/// </summary>
public sealed class DatabaseLock : IDisposable
{
    private readonly FileStream _lock;
    private readonly string _database;

    private DatabaseLock(FileStream @lock, string database) => (_lock, _database) = (@lock, database);

    /// <summary>Takes it, if nobody has it.</summary>
    /// <param name="database">The database's path.</param>
    /// <param name="taken">The lock; disposing gives it back.</param>
    /// <param name="holder">Who has it instead, as far as it says so.</param>
    /// <exception cref="StorageException">The folder cannot be used.</exception>
    public static bool TryAcquire(string database, [NotNullWhen(true)] out DatabaseLock? taken, [NotNullWhen(false)] out LockHolder? holder)
    {
        database = Path.GetFullPath(database);
        (taken, holder) = (null, null);
        try
        {
            var file = new FileStream(LockPath(database), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            taken = new DatabaseLock(file, database);
            taken.Say(null);
            return true;
        }
        catch (IOException held) when (taken is null && IsHeld(held))
        {
            holder = Holder(database) ?? new LockHolder(null, null);
            return false;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            taken?.Dispose();
            taken = null;
            throw new StorageException($"The database {database} cannot be used: {cause.Message}", cause);
        }
    }

    /// <summary>Tells other programs where this process serves HTTP.</summary>
    public void Announce(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        Say(url);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            File.Delete(HolderPath(_database));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // What it says is believed only while the lock is held.
        }

        _lock.Dispose();
    }

    // The lock's own file cannot be read by others while it is held, everywhere.
    private void Say(Uri? url)
    {
        var path = HolderPath(_database);
        var made = path + ".new";
        try
        {
            File.WriteAllText(made, JsonSerializer.Serialize(new Dictionary<string, object?> { ["pid"] = Environment.ProcessId, ["url"] = url?.ToString() }));
            File.Move(made, path, overwrite: true);
        }
        catch (IOException)
        {
            // Half of it, on a full disk.
            if (File.Exists(made))
                File.Delete(made);
            throw;
        }
    }

    // EWOULDBLOCK of Linux and of macOS; Windows' sharing and lock violations.
    private static bool IsHeld(IOException cause) => (cause.HResult & 0xFFFF) is 11 or 35 or 32 or 33;

    private static LockHolder? Holder(string database)
    {
        try
        {
            using var said = JsonDocument.Parse(File.ReadAllText(HolderPath(database)));
            var url = said.RootElement.GetProperty("url").GetString();
            return new LockHolder(said.RootElement.GetProperty("pid").GetInt32(), url is null ? null : new Uri(url));
        }
        catch (Exception unsaid) when (unsaid is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException or UriFormatException)
        {
            return null;
        }
    }

    private static string LockPath(string database) => database + ".lock";

    private static string HolderPath(string database) => database + ".node";
}

/// <summary>Who uses a database.</summary>
/// <param name="ProcessId">Its process; <c>null</c>: it has not said so (yet).</param>
/// <param name="Url">Where it serves HTTP; <c>null</c>: nowhere, or not yet.</param>
public sealed record LockHolder(int? ProcessId, Uri? Url)
{
    /// <summary>As the end of a sentence: "process 123, which serves http://127.0.0.1:8377/".</summary>
    public override string ToString() => (ProcessId, Url) switch
    {
        (null, _) => "another process",
        ({ } pid, null) => $"process {pid}",
        ({ } pid, { } url) => $"process {pid}, which serves {url}",
    };
}
