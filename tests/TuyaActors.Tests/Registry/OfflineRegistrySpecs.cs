using System.Text;
using Akka.Actor;
using TuyaActors.Device.Facts;
using TuyaActors.Messages;
using TuyaActors.Registry;
using TuyaActors.Settings;
using TuyaActors.Storage;
using static TuyaActors.Tests.Registry.Definitions;

namespace TuyaActors.Tests.Registry;

/// <summary>On a database file, as the program has it.</summary>
public sealed class OfflineRegistrySpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tuya-").FullName;
    private readonly KeyVault _vault = KeyVault.InMemory();

    private string Database => Path.Combine(_folder, "fleet.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Should_find_at_the_next_opening_all_that_was_stored()
    {
        await using (var registry = await Open())
        {
            Assert.Empty(await registry.GetDefinitionsAsync());
            Assert.Equal("3 added, 0 updated, 0 unchanged, 0 refused", (await registry.SendAsync(new FleetCommands.ImportDevices([Child, Gate, Rich]))).Sentence);
            Assert.Equal(new FleetReply.Done(Lamp.Id, 1), await registry.SendAsync(new FleetCommands.AddDevice(Lamp)));
            Assert.Equal(new FleetReply.Done(Lamp.Id, 2), await registry.SendAsync(new FleetCommands.GroupDevice(Lamp.Id, "hall", ExpectedRevision: 1)));
            Assert.Equal(new FleetReply.Conflict(Lamp.Id, 1, 2), await registry.SendAsync(new FleetCommands.RemoveDevice(Lamp.Id, ExpectedRevision: 1)));
            Assert.Equal(new FleetReply.Done(Child.Id, 1), await registry.SendAsync(new FleetCommands.RemoveDevice(Child.Id)));
        }

        await using (var registry = await Open())
        {
            Assert.Equal(["gate 1", "Küche \"links\" ☃ 1", "lamp 2"], (await registry.GetDefinitionsAsync()).Select(s => $"{s.Definition.Name} {s.Revision}"));
            Assert.Equal([Lamp with { Group = "hall" }], (await registry.GetDefinitionsAsync(DeviceSelector.InGroup("hall"))).Select(s => s.Definition));
            Assert.Equal(Rich, (await registry.GetDefinitionAsync(Rich.Id))!.Definition);
            Assert.Null(await registry.GetDefinitionAsync(Child.Id));
        }
    }

    [Fact]
    public async Task Should_find_all_that_was_stored_after_snapshots_have_replaced_the_events()
    {
        await using (var registry = await Open(snapshotAfter: 2))
        {
            await registry.SendAsync(new FleetCommands.ImportDevices([Child, Gate, Rich]));
            for (var i = 1; i <= 5; i++)
                Assert.Equal(new FleetReply.Done(Rich.Id, i + 1), await registry.SendAsync(new FleetCommands.RenameDevice(Rich.Id, $"name {i}")));
        }

        await using var again = await Open(snapshotAfter: 2);
        Assert.Equal(["child 1", "gate 1", "name 5 6"], (await again.GetDefinitionsAsync()).Select(s => $"{s.Definition.Name} {s.Revision}"));
    }

    [Fact]
    public async Task Should_have_no_local_key_in_its_files()
    {
        await using (var registry = await Open(snapshotAfter: 1))
            await registry.SendAsync(new FleetCommands.ImportDevices([Gate, Rich]));
        var files = Directory.GetFiles(_folder);
        Assert.Contains(Database, files);
        foreach (var content in files.Select(File.ReadAllBytes))
        {
            Assert.Equal(-1, content.AsSpan().IndexOf(Encoding.Latin1.GetBytes(Key.Reveal())));
            Assert.Equal(-1, content.AsSpan().IndexOf(Encoding.Latin1.GetBytes(OtherKey.Reveal())));
        }
    }

    [Fact]
    public async Task Should_say_that_the_master_key_is_another_and_leave_the_data_as_it_is()
    {
        await using (var registry = await Open())
            await registry.SendAsync(new FleetCommands.AddDevice(Lamp));
        var refusal = await Assert.ThrowsAsync<StorageException>(() => Open(vault: KeyVault.InMemory()));
        Assert.Contains($"sealed with master key {_vault.CurrentKeyId}", refusal.Message, StringComparison.Ordinal);
        await using (var registry = await Open())
            Assert.Equal([Lamp], (await registry.GetDefinitionsAsync()).Select(s => s.Definition));
    }

    [Fact]
    public async Task Should_refuse_what_is_no_command_to_a_fleet()
    {
        await using var registry = await Open();
        await Assert.ThrowsAsync<ArgumentException>(() => registry.SendAsync(new DeviceCommands.Refresh(Lamp.Id)));
    }

    [Fact]
    public async Task Should_delete_what_was_learned_of_a_device_that_is_removed()
    {
        var storage = Storage();
        await using (var registry = await Open())
            await registry.SendAsync(new FleetCommands.AddDevice(Lamp));
        Assert.Equal(0, await LearnAsync(storage));
        Assert.NotEqual(0, await LearnAsync(storage));
        await using (var registry = await Open())
            await registry.SendAsync(new FleetCommands.RemoveDevice(Lamp.Id));
        Assert.Equal(0, await LearnAsync(storage));
    }

    private Task<OfflineRegistry> Open(int snapshotAfter = 200, KeyVault? vault = null) => OfflineRegistry.OpenAsync(Storage(snapshotAfter, vault));

    private FleetStorage Storage(int snapshotAfter = 200, KeyVault? vault = null) => FleetStorage.Of(
        new PersistenceSettings(PersistenceMode.Sqlite, Database, null, TimeSpan.FromSeconds(30), snapshotAfter), "tuya", vault ?? _vault);

    /// <summary>Writes down something of the lamp; how many facts there were before.</summary>
    private static async Task<int> LearnAsync(FleetStorage storage)
    {
        using var system = ActorSystem.Create(
            "learning", Akka.Configuration.ConfigurationFactory.ParseString("akka.loglevel = OFF").WithFallback(PersistenceHocon.For(storage.Settings, "tuya")));
        var known = new TaskCompletionSource<int>();
        var ended = new TaskCompletionSource();
        system.ActorOf(Props.Create(() => new Learner(storage, known, ended)));
        var count = await known.Task;
        await ended.Task;
        await system.Terminate();
        return count;
    }

    private sealed class Learner(FleetStorage storage, TaskCompletionSource<int> known, TaskCompletionSource ended) : UntypedActor
    {
        protected override void PreStart() => Context.Watch(Context.ActorOf(FactsActor.Props(storage, Lamp.Id, isNew: false)));

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case FactsMessages.Restored restored:
                    known.SetResult(DeviceFacts.None.ChangesTo(restored.Record.Facts).Count());
                    Sender.Tell(new FactsMessages.Learned(Tests.Device.Facts.Sample.Facts));
                    Sender.Tell(new FactsMessages.Close(null));
                    break;
                case Terminated:
                    ended.SetResult();
                    break;
            }
        }
    }
}
