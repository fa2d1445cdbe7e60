using System.Text;
using TuyaActors.Messages;
using TuyaActors.Storage;
using static TuyaActors.Tests.Registry.Definitions;

namespace TuyaActors.Tests.Storage;

/// <summary>Another master key for a database's file.</summary>
public sealed class FileRotationSpecs : IDisposable
{
    private readonly DatabaseFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Should_leave_nothing_in_the_files_that_the_former_master_key_opens()
    {
        await FillAsync();
        var former = Assert.Single(KeyFile.Read(_folder.KeyFile));
        Assert.True(Mentions(former.Id));

        await RotateAsync();

        var current = Assert.Single(KeyFile.Read(_folder.KeyFile));
        Assert.NotEqual(former.Id, current.Id);
        Assert.False(Mentions(former.Id));
        Assert.True(Mentions(current.Id));
        await AssertAllIsThereAsync();
    }

    [Fact]
    public async Task Should_go_on_after_a_power_cut_between_the_new_snapshot_and_the_end_of_the_former_events()
    {
        await FillAsync();
        var former = Assert.Single(KeyFile.Read(_folder.KeyFile));
        _folder.Execute("CREATE TABLE former AS SELECT * FROM event_journal");
        await RotateAsync();
        var current = Assert.Single(KeyFile.Read(_folder.KeyFile));
        _folder.Execute("INSERT INTO event_journal SELECT * FROM former; DROP TABLE former; DELETE FROM journal_metadata");
        KeyFile.Write(_folder.KeyFile, [current, former]);
        Assert.True(Mentions(former.Id));

        await RotateAsync();

        Assert.Single(KeyFile.Read(_folder.KeyFile));
        Assert.False(Mentions(former.Id));
        await AssertAllIsThereAsync();
    }

    [Fact]
    public async Task Should_be_refused_with_the_former_master_key_alone_and_change_nothing()
    {
        await FillAsync();
        var former = File.ReadAllText(_folder.KeyFile);
        var formerId = Assert.Single(KeyFile.Read(_folder.KeyFile)).Id;
        await RotateAsync();
        var currentId = Assert.Single(KeyFile.Read(_folder.KeyFile)).Id;
        File.WriteAllText(_folder.KeyFile, former);
        var before = _folder.Rows();
        var refusal = await Assert.ThrowsAsync<StorageException>(AssertAllIsThereAsync);

        Assert.Contains($"is sealed with master key {currentId}, but {_folder.KeyFile} has {formerId}. Put the right one back; nothing was changed.", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, _folder.Rows());
        Assert.Equal(former, File.ReadAllText(_folder.KeyFile));
    }

    private async Task FillAsync() => await _folder.WithRegistryAsync(registry => registry.SendAsync(new FleetCommands.ImportDevices([Gate, Child, Lamp, Rich])));

    private async Task RotateAsync() => Assert.IsType<FleetReply.MasterKeyRotated>(
        await _folder.WithRegistryAsync(registry => registry.SendAsync(new FleetCommands.RotateMasterKey())));

    private async Task AssertAllIsThereAsync() => Assert.Equal(
        [Child, Gate, Lamp, Rich],
        (await _folder.WithRegistryAsync(registry => registry.GetDefinitionsAsync())).Select(s => s.Definition).OrderBy(d => d.Id.Value, StringComparer.Ordinal));

    private bool Mentions(string keyId) => _folder.Files().Any(file => !file.Key.EndsWith(".key", StringComparison.Ordinal)
        && file.Value.Contains(Convert.ToHexString(Encoding.ASCII.GetBytes(keyId + ":")), StringComparison.Ordinal));
}
