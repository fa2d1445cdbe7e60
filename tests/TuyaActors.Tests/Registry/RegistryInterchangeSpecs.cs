using TuyaActors.Messages;
using TuyaActors.Registry;
using TuyaActors.Tests.Storage;
using static TuyaActors.Tests.Registry.Definitions;

namespace TuyaActors.Tests.Registry;

/// <summary>Dumps of databases that the two engines wrote: a snapshot after three events, then two more. Whichever engine runs must read both.</summary>
public sealed class RegistryInterchangeSpecs : IDisposable
{
    private readonly DatabaseFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("registry-by-akka.sql")]
    [InlineData("registry-by-local-engine.sql")]
    public async Task Should_open_what_either_engine_wrote_and_go_on(string dump)
    {
        _folder.Restore(dump);
        using var storage = _folder.Open(DatabaseFolder.Given(DatabaseFolder.DumpKey));

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
}
