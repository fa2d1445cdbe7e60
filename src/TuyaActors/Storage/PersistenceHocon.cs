using System.Globalization;
using System.Text;
using Akka.Configuration;
using Microsoft.Data.Sqlite;
using TuyaActors.Settings;

namespace TuyaActors.Storage;

/// <summary>What a fleet's storage needs in its actor system's configuration.</summary>
public static class PersistenceHocon
{
    private const string Serializers =
        """
        akka.actor {
          serializers.tuya = "TuyaActors.Storage.TuyaSerializer, TuyaActors"
          serialization-bindings { "TuyaActors.Storage.IStored, TuyaActors" = tuya }
        }
        """;

    /// <summary>How what is stored is written: must be in the actor system's configuration before it is made.</summary>
    public static Config Serialization => ConfigurationFactory.ParseString(Serializers);

    /// <summary>To be laid below the system's own configuration before the system is made. Fleets of other names have other plugins, so several fit into one system.</summary>
    /// <param name="settings">The fleet's.</param>
    /// <param name="fleet">The fleet's name under <c>/user</c>.</param>
    public static Config For(PersistenceSettings settings, string fleet)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var serializers = Serialization;
        if (settings.Mode != PersistenceMode.Sqlite)
            return serializers;
        var connection = Quoted(new SqliteConnectionStringBuilder { DataSource = Path.GetFullPath(settings.Database) }.ConnectionString);
        return ConfigurationFactory.ParseString(
            $$"""
            {{JournalPluginId(settings, fleet)}} {
              class = "Akka.Persistence.Sqlite.Journal.SqliteJournal, Akka.Persistence.Sqlite"
              plugin-dispatcher = "akka.persistence.dispatchers.default-plugin-dispatcher"
              connection-string = {{connection}}
              connection-timeout = 30s
              table-name = event_journal
              metadata-table-name = journal_metadata
              auto-initialize = on
              timestamp-provider = "Akka.Persistence.Sql.Common.Journal.DefaultTimestampProvider, Akka.Persistence.Sql.Common"
            }
            {{SnapshotPluginId(settings, fleet)}} {
              class = "Akka.Persistence.Sqlite.Snapshot.SqliteSnapshotStore, Akka.Persistence.Sqlite"
              plugin-dispatcher = "akka.persistence.dispatchers.default-plugin-dispatcher"
              connection-string = {{connection}}
              connection-timeout = 30s
              table-name = snapshot
              auto-initialize = on
            }
            """).WithFallback(serializers);
    }

    /// <summary>What a persistent actor of the fleet has as <c>JournalPluginId</c>.</summary>
    public static string JournalPluginId(PersistenceSettings settings, string fleet) => PluginId(settings, "akka.persistence.journal", fleet);

    /// <summary>What a persistent actor of the fleet has as <c>SnapshotPluginId</c>.</summary>
    public static string SnapshotPluginId(PersistenceSettings settings, string fleet) => PluginId(settings, "akka.persistence.snapshot-store", fleet);

    // Those in memory are in every system; "" is the system's default.
    private static string PluginId(PersistenceSettings settings, string kind, string fleet)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentException.ThrowIfNullOrEmpty(fleet);
        return settings.Mode switch
        {
            PersistenceMode.Sqlite => $"{kind}.tuya-{KeyOf(fleet)}",
            PersistenceMode.Memory => $"{kind}.inmem",
            _ => "",
        };
    }

    // A name of an actor may have characters that mean something in a path of HOCON.
    private static string KeyOf(string fleet)
    {
        var key = new StringBuilder();
        foreach (var c in fleet)
        {
            if (char.IsAsciiLetterOrDigit(c) || c == '-')
                key.Append(c);
            else
                key.Append(CultureInfo.InvariantCulture, $"_{(int)c:x}_");
        }

        return key.ToString();
    }

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
