using TuyaActors.Messages;
using TuyaActors.Storage;
using static TuyaActors.Tests.Registry.Definitions;

namespace TuyaActors.Tests.Storage;

public sealed class DatabaseCareSpecs : IDisposable
{
    private readonly DatabaseFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("registry-by-akka.sql", 5)]
    [InlineData("registry-by-local-engine.sql", 2)]
    public void Should_say_what_is_in_what_either_engine_wrote(string dump, int events)
    {
        _folder.Restore(dump);
        var before = _folder.Files();
        using (var care = _folder.Care(DatabaseFolder.Given(DatabaseFolder.DumpKey)))
        {
            var info = care.Info();
            Assert.Equal((events, 1, 1, 4), (info.Events, info.Snapshots, info.PersistenceIds, info.Definitions));
            Assert.Equal(new FileInfo(_folder.Database).Length, info.Size.Database);
            Assert.Equal(0, info.Schema);
            Assert.Equal("15965281", Assert.Single(info.KeysInUse).Key);
            Assert.Equal("15965281", Assert.Single(info.KeysPresent));
            Assert.Empty(info.KeysMissing);
            Assert.Equal("the environment variable TUYA_MASTER_KEY", info.KeysPlace);

            var findings = care.Verify();
            Assert.Empty(findings.Broken);
            Assert.Equal((events, 1, info.KeysInUse["15965281"]), (findings.Events, findings.Snapshots, findings.Keys));
            Assert.Empty(findings.Newer);
        }

        Assert.Equal(before, _folder.Files());
    }

    [Fact]
    public async Task Should_say_what_is_in_what_this_engine_wrote()
    {
        Assert.IsType<FleetReply.Imported>(await _folder.WithRegistryAsync(registry => registry.SendAsync(new FleetCommands.ImportDevices([Gate, Child, Rich]))));
        await _folder.WithRegistryAsync(registry => registry.SendAsync(new FleetCommands.RemoveDevice(Child.Id)));
        using var care = _folder.Care();
        var info = care.Info();
        Assert.Equal((4, 2, TuyaDatabase.Schema), (info.Events, info.Definitions, info.Schema));
        Assert.Equal(Assert.Single(info.KeysPresent), Assert.Single(info.KeysInUse).Key);
        Assert.Equal(_folder.KeyFile, info.KeysPlace);
        Assert.Null(info.KeyProblem);
        Assert.True(care.Verify().IsSound);
    }

    [Fact]
    public async Task Should_need_no_master_key_and_make_none()
    {
        await _folder.WithRegistryAsync(registry => registry.SendAsync(new FleetCommands.AddDevice(Lamp)));
        File.Delete(_folder.KeyFile);
        using var care = _folder.Care();

        var info = care.Info();

        Assert.Empty(info.KeysPresent);
        Assert.Equal(Assert.Single(info.KeysInUse).Key, Assert.Single(info.KeysMissing));
        Assert.Contains("is missing", info.KeyProblem, StringComparison.Ordinal);
        Assert.Contains(info.KeyProblem!, Assert.Single(care.Verify().Broken), StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.KeyFile));
    }

    [Fact]
    public async Task Should_make_the_file_smaller_and_keep_what_is_in_it()
    {
        await _folder.WithRegistryAsync(registry => registry.SendAsync(new FleetCommands.AddDevice(Rich)));
        _folder.Execute("CREATE TABLE passing AS SELECT zeroblob(100000); DROP TABLE passing");
        using (var care = _folder.Care())
        {
            Assert.True(care.Info().FreeBytes > 0);
            var (before, after) = care.Vacuum();
            Assert.True(after.Total < before.Total, $"{before} -> {after}");
            Assert.Equal(after.Database, new FileInfo(_folder.Database).Length);
            Assert.Equal(0, care.Info().FreeBytes);
            Assert.True(care.Verify().IsSound);
        }

        Assert.Equal(Rich, await _folder.WithRegistryAsync(async registry => (await registry.GetDefinitionAsync(Rich.Id))!.Definition));
    }

    [Fact]
    public void Should_say_of_everything_that_is_broken_what_it_is()
    {
        _folder.Restore("registry-by-akka.sql");
        _folder.Execute(
            """
            UPDATE event_journal SET payload = x'7b22' WHERE sequence_nr = 1;
            UPDATE event_journal SET serializer_id = 1 WHERE sequence_nr = 2;
            UPDATE event_journal SET manifest = 'reg.future' WHERE sequence_nr = 3;
            UPDATE event_journal SET payload = CAST(replace(CAST(payload AS TEXT), '"id":"lamp"', '"id":"lump"') AS BLOB) WHERE sequence_nr = 5;
            """);
        var before = _folder.Files();
        using (var care = _folder.Care(DatabaseFolder.Given(DatabaseFolder.DumpKey)))
        {
            var findings = care.Verify();
            Assert.Equal((5, 1), (findings.Events, findings.Snapshots));
            Assert.Equal(3, findings.Broken.Length);
            Assert.StartsWith("The event 1 of 'tuya/registry' is broken: 'reg.stored' cannot be read:", findings.Broken[0], StringComparison.Ordinal);
            Assert.Equal("The event 2 of 'tuya/registry' was not written by TuyaActors (serializer 1).", findings.Broken[1]);
            Assert.StartsWith("In the event 5 of 'tuya/registry': The sealed local key of device 'lump' is damaged", findings.Broken[2], StringComparison.Ordinal);
            Assert.Equal([KeyValuePair.Create("reg.future", 1L)], findings.Newer);
            Assert.Null(care.Info().Definitions);
        }

        Assert.Equal(before, _folder.Files());
    }

    [Fact]
    public void Should_not_call_broken_what_a_newer_program_wrote()
    {
        _folder.Restore("registry-by-akka.sql");
        _folder.Execute("UPDATE event_journal SET manifest = 'reg.future' WHERE sequence_nr = 5");
        using var care = _folder.Care(DatabaseFolder.Given(DatabaseFolder.DumpKey));
        Assert.True(care.Verify().IsSound);
    }

    [Fact]
    public void Should_say_how_many_keys_another_master_key_is_needed_for()
    {
        _folder.Restore("registry-by-akka.sql");
        using var care = _folder.Care(DatabaseFolder.Given(new string('6', 64)));
        Assert.Matches(
            @"^\d local keys are sealed with master key 15965281: the environment variable TUYA_MASTER_KEY does not have it\.$", Assert.Single(care.Verify().Broken));
    }

    [Fact]
    public void Should_refuse_a_database_that_is_not_there_or_in_use_and_leave_no_trace()
    {
        Assert.Equal($"There is no database {_folder.Database}.", Assert.Throws<StorageException>(() => _folder.Care()).Message);
        Assert.Empty(_folder.Files());
        using (_folder.Open())
            Assert.Contains($"in use by process {Environment.ProcessId}", Assert.Throws<StorageException>(() => _folder.Care()).Message, StringComparison.Ordinal);
        using (_folder.Care())
            Assert.Throws<StorageException>(() => _folder.Open());
        _folder.Open().Dispose();
    }
}
