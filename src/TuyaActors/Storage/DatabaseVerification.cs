using System.Collections.Immutable;
using System.Runtime.Serialization;
using Microsoft.Data.Sqlite;

namespace TuyaActors.Storage;

/// <summary>Reads all of a database, and goes on where something is broken.</summary>
internal sealed class DatabaseVerification
{
    private readonly List<string> _broken = [];
    private readonly SortedDictionary<string, long> _newer = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _unopened = new(StringComparer.Ordinal);
    private readonly KeyVault? _vault;
    private long _keys;

    private DatabaseVerification(KeyVault? vault) => _vault = vault;

    /// <param name="connection">To a database of ours.</param>
    /// <param name="vault">Opens the local keys; null: there is none.</param>
    /// <param name="vaultProblem">Why.</param>
    public static DatabaseFindings Run(SqliteConnection connection, KeyVault? vault, string? vaultProblem)
    {
        var run = new DatabaseVerification(vault);
        run.Check(connection);
        var events = run.ReadAll(connection, events: true);
        var snapshots = run.ReadAll(connection, events: false);
        foreach (var (id, count) in run._unopened)
            run._broken.Add($"{count} local keys are sealed with master key {id}: {(vault is null ? vaultProblem : $"{vault.Place} does not have it.")}");
        return new DatabaseFindings(events, snapshots, run._keys, [.. run._broken], run._newer.ToImmutableSortedDictionary(StringComparer.Ordinal));
    }

    private void Check(SqliteConnection connection)
    {
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA integrity_check(100)";
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                if (rows.GetString(0) is var found and not "ok")
                    _broken.Add($"SQLite: {found}");
            }
        }
        catch (SqliteException cause)
        {
            _broken.Add($"SQLite: {cause.Message}");
        }
    }

    private long ReadAll(SqliteConnection connection, bool events)
    {
        var count = 0L;
        try
        {
            foreach (var row in DatabaseRow.All(connection, events))
            {
                Look(row);
                count++;
            }
        }
        catch (Exception cause) when (cause is SqliteException or InvalidCastException)
        {
            _broken.Add($"After {count} {(events ? "events" : "snapshots")} the others cannot be read: {cause.Message}");
        }

        return count;
    }

    private void Look(DatabaseRow row)
    {
        if (row.Serializer != TuyaSerializer.Number)
        {
            _broken.Add($"The {row.Name} was not written by TuyaActors (serializer {row.Serializer}).");
            return;
        }

        try
        {
            var stored = row.Read();
            if (stored is UnknownStored)
                _newer[row.Manifest] = _newer.GetValueOrDefault(row.Manifest) + 1;
            foreach (var definition in DatabaseRow.SealedIn(stored))
                Open(row, definition.Key!, definition.Definition.Id);
        }
        catch (SerializationException cause)
        {
            _broken.Add($"The {row.Name} is broken: {cause.Message}");
        }
    }

    private void Open(DatabaseRow row, SealedKey key, Messages.DeviceId device)
    {
        _keys++;
        if (_vault?.KeyIds.Contains(key.KeyId) != true)
        {
            _unopened[key.KeyId] = _unopened.GetValueOrDefault(key.KeyId) + 1;
            return;
        }

        try
        {
            _vault.Open(key, device);
        }
        catch (StorageException cause)
        {
            _broken.Add($"In the {row.Name}: {cause.Message}");
        }
    }
}
