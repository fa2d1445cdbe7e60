using Microsoft.Data.Sqlite;
using TuyaActors.Registry;

namespace TuyaActors.Storage;

/// <summary>An event or a snapshot as it lies in the tables, which are the same whichever engine wrote them.</summary>
internal sealed record DatabaseRow(bool IsEvent, string PersistenceId, long Number, int Serializer, string Manifest, byte[] Payload)
{
    /// <summary>For sentences.</summary>
    public string Name => $"{(IsEvent ? "event" : "snapshot")} {Number} of '{PersistenceId}'";

    /// <summary>All events, or all snapshots, in the order in which they are replayed.</summary>
    public static IEnumerable<DatabaseRow> All(SqliteConnection connection, bool events)
    {
        var table = events ? "event_journal" : "snapshot";
        if (!TuyaDatabase.HasTable(connection, table))
            yield break;
        using var command = connection.CreateCommand();
        command.CommandText =
            $"SELECT persistence_id, sequence_nr, serializer_id, manifest, payload FROM {table} {(events ? "WHERE is_deleted = 0 " : "")}ORDER BY persistence_id, sequence_nr";
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            yield return new DatabaseRow(
                events, rows.GetString(0), rows.GetInt64(1), rows.IsDBNull(2) ? 0 : rows.GetInt32(2), rows.IsDBNull(3) ? "" : rows.GetString(3), rows.GetFieldValue<byte[]>(4));
        }
    }

    /// <exception cref="System.Runtime.Serialization.SerializationException">It is broken.</exception>
    public IStored Read() => TuyaSerializer.Read(Payload, Manifest, StoredCodecs.Product);

    /// <summary>What is sealed in what was read.</summary>
    public static IEnumerable<SealedDefinition> SealedIn(IStored stored) => (stored switch
    {
        StoredRegistry.DefinitionStored one => [one.Definition],
        StoredRegistry.Whole whole => whole.Definitions,
        _ => (IEnumerable<SealedDefinition>)[],
    }).Where(definition => definition.Key is not null);
}
