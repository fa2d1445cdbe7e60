using Akka.Actor;
using Akka.Configuration;

namespace Akka.Persistence.Sqlite;

/// <summary>Journal and snapshot store in SQLite, in the tables that Akka.Persistence.Sqlite has.</summary>
public class SqlitePersistence : IExtension
{
    private SqlitePersistence()
    {
    }

    /// <summary>To be put below a system's own configuration, which has to name the connection strings.</summary>
    public static Config DefaultConfiguration() =>
        ConfigurationFactory.FromResource<SqlitePersistence>("Akka.Persistence.Sqlite.sqlite.conf");
}
