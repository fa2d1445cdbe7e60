using TuyaActors.Messages;
using TuyaActors.Registry;
using static TuyaActors.Tests.Registry.Definitions;

namespace TuyaActors.Tests.Storage;

/// <summary>SQLite takes a write back by itself, as on a full disk.</summary>
public sealed class RefusedWriteSpecs : IDisposable
{
    private readonly DatabaseFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Should_say_that_it_is_not_stored_and_store_again_when_it_can()
    {
        using var storage = _folder.Open();
        await using (var registry = await OfflineRegistry.OpenAsync(storage))
        {
            Assert.Equal(new FleetReply.Done(Gate.Id, 1), await registry.SendAsync(new FleetCommands.AddDevice(Gate)));
            _folder.Execute("CREATE TRIGGER full BEFORE INSERT ON event_journal BEGIN SELECT RAISE(ROLLBACK, 'no room'); END");
            for (var i = 0; i < 2; i++)
            {
                var refused = Assert.IsType<FleetReply.NotStored>(await registry.SendAsync(new FleetCommands.AddDevice(Lamp)));
                Assert.Contains("no room", refused.Reason, StringComparison.Ordinal);
            }

            Assert.Equal([Gate], (await registry.GetDefinitionsAsync()).Select(s => s.Definition));
            _folder.Execute("DROP TRIGGER full");
            Assert.Equal(new FleetReply.Done(Lamp.Id, 1), await registry.SendAsync(new FleetCommands.AddDevice(Lamp)));
        }

        await using var again = await OfflineRegistry.OpenAsync(storage);
        Assert.Equal([Gate, Lamp], (await again.GetDefinitionsAsync()).Select(s => s.Definition));
    }
}
