using System.Reflection;
using Microsoft.Data.Sqlite;
using TuyaActors.Messages;
using TuyaActors.Registry;
using TuyaActors.Settings;
using TuyaActors.Storage;
using static TuyaActors.Tests.Registry.Definitions;

namespace TuyaActors.Tests.Registry;

/// <summary>Dumps of databases that the two engines wrote: a snapshot after three events, then two more. Whichever engine runs must read both.</summary>
public sealed class RegistryInterchangeSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tuya-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("registry-by-akka.sql")]
    [InlineData("registry-by-local-engine.sql")]
    public async Task Should_open_what_either_engine_wrote_and_go_on(string dump)
    {
        var file = Path.Combine(_folder, "fleet.db");
        Restore(dump, file);
        Assert.True(MasterKey.TryParse(new string('5', 64), out var key));
        var storage = FleetStorage.Of(
            new PersistenceSettings(PersistenceMode.Sqlite, file, null, TimeSpan.FromSeconds(30), 200), "tuya", new KeyVault([key], "this test", null));

        await using (var registry = await OfflineRegistry.OpenAsync(storage))
        {
            var all = await registry.GetDefinitionsAsync();
            Assert.Equal([Child, Gate, Lamp, Rich with { Name = "renamed" }], all.Select(s => s.Definition));
            Assert.Equal([1, 1, 1, 2], all.Select(s => s.Revision));
            Assert.Equal(new FleetReply.Done(Rich.Id, 3), await registry.SendAsync(new FleetCommands.RenameDevice(Rich.Id, "again")));
        }

        await using (var registry = await OfflineRegistry.OpenAsync(storage))
            Assert.Equal("again", (await registry.GetDefinitionAsync(Rich.Id))!.Definition.Name);
    }

    private static void Restore(string dump, string file)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(dump)!);
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = reader.ReadToEnd();
        command.ExecuteNonQuery();
    }
}
