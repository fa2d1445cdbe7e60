using System.Collections.Immutable;
using System.Runtime.Serialization;
using Microsoft.Data.Sqlite;
using TuyaActors.Registry;

namespace TuyaActors.Storage;

/// <summary>Counts what is in a database.</summary>
internal sealed record DatabaseContents(long Events, long Snapshots, long PersistenceIds, int? Definitions, ImmutableSortedDictionary<string, long> KeysInUse)
{
    private const string Registry = "/registry";

    public static DatabaseContents Read(SqliteConnection connection)
    {
        var keys = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var defined = new HashSet<string>(StringComparer.Ordinal);
        var (events, snapshots, isKnown) = (0L, 0L, true);
        foreach (var row in DatabaseRow.All(connection, events: false).Concat(DatabaseRow.All(connection, events: true)))
        {
            _ = row.IsEvent ? events++ : snapshots++;
            ids.Add(row.PersistenceId);
            if (!row.PersistenceId.EndsWith(Registry, StringComparison.Ordinal))
                continue;
            try
            {
                var stored = row.Read();
                foreach (var definition in DatabaseRow.SealedIn(stored))
                    keys[definition.Key!.KeyId] = keys.GetValueOrDefault(definition.Key.KeyId) + 1;
                isKnown &= Apply(stored, defined);
            }
            catch (SerializationException)
            {
                isKnown = false;
            }
        }

        return new DatabaseContents(events, snapshots, ids.Count, isKnown ? defined.Count : null, keys.ToImmutableSortedDictionary(StringComparer.Ordinal));
    }

    // The events before the last snapshot may be there still: it has their effect, and so has what comes after it.
    private static bool Apply(IStored stored, HashSet<string> defined)
    {
        switch (stored)
        {
            case StoredRegistry.Whole whole:
                defined.Clear();
                defined.UnionWith(whole.Definitions.Select(definition => definition.Definition.Id.Value));
                return true;
            case StoredRegistry.DefinitionStored one:
                defined.Add(one.Definition.Definition.Id.Value);
                return true;
            case StoredRegistry.DefinitionRemoved removed:
                defined.Remove(removed.DeviceId.Value);
                return true;
            default:
                return false;
        }
    }
}
