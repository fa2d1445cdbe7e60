using Microsoft.Data.Sqlite;
using TuyaActors.Messages;
using TuyaActors.Storage;
using static TuyaActors.Tests.Registry.Definitions;

namespace TuyaActors.Tests.Storage;

/// <summary>What is refused at the start, in which words, and that it stays as it is.</summary>
public sealed class TuyaDatabaseSpecs : IDisposable
{
    private readonly DatabaseFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Should_make_a_database_where_there_is_none_and_keep_it()
    {
        Assert.False(TuyaDatabase.Prepare(_folder.Database));
        Assert.False(TuyaDatabase.Prepare(_folder.Database));
        _folder.Use(connection => Assert.Equal(
            (0x54757961L, 1L), (TuyaDatabase.Number(connection, "PRAGMA application_id"), TuyaDatabase.Number(connection, "PRAGMA user_version"))));
    }

    [Fact]
    public void Should_take_an_empty_file_for_none()
    {
        File.WriteAllBytes(_folder.Database, []);
        Assert.False(TuyaDatabase.Prepare(_folder.Database));
    }

    [Theory]
    [InlineData("registry-by-akka.sql")]
    [InlineData("registry-by-local-engine.sql")]
    public void Should_say_that_something_is_stored(string dump)
    {
        _folder.Restore(dump);
        Assert.True(TuyaDatabase.Prepare(_folder.Database));
    }

    [Fact]
    public void Should_refuse_a_folder_that_does_not_exist()
    {
        var path = Path.Combine(Path.GetDirectoryName(_folder.Database)!, "nowhere", "fleet.db");
        Assert.Equal(
            $"The folder {Path.GetDirectoryName(path)} of the database does not exist; make it, or give another path.",
            Assert.Throws<StorageException>(() => FleetStorage.Open(_folder.Settings with { Database = path }, "tuya", DatabaseFolder.Nothing)).Message);
        Assert.Empty(_folder.Files());
    }

    [Fact]
    public void Should_refuse_a_folder()
    {
        Directory.CreateDirectory(_folder.Database);
        AssertRefused($"The database {_folder.Database} is a folder; give the path of a file.");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("Dear diary, nothing of this is a database.\n")]
    public void Should_refuse_what_is_no_database(string text)
    {
        File.WriteAllText(_folder.Database, text);
        AssertRefused($"{_folder.Database} is no database, or is damaged. Nothing was changed; give another path, or put a copy of it back.");
    }

    [Theory]
    [InlineData("CREATE TABLE bookmarks (url TEXT)")]
    [InlineData("CREATE TABLE event_journal (x); PRAGMA application_id=7")]
    public void Should_refuse_another_programs_database(string sql)
    {
        _folder.Execute(sql);
        AssertRefused($"The database {_folder.Database} belongs to another program. Nothing was changed; give another path.");
    }

    [Fact]
    public async Task Should_refuse_what_a_newer_version_wrote()
    {
        await FillAsync(20);
        _folder.Execute("PRAGMA user_version=2");
        AssertRefused($"The database {_folder.Database} was written by a newer version of TuyaActors (schema 2; this one knows 1). Nothing was changed; use that version, or another database.");
    }

    [Fact]
    public async Task Should_not_even_take_in_the_log_that_a_killed_newer_version_has_left()
    {
        await FillAsync(20);
        Dictionary<string, byte[]> files = [];
        _folder.Use(connection =>
        {
            TuyaDatabase.Execute(connection, "PRAGMA user_version=2; DELETE FROM event_journal WHERE sequence_nr = 1");
            foreach (var suffix in (string[])["", "-wal", "-shm"])
                files[suffix] = Read(_folder.Database + suffix);
        });
        foreach (var (suffix, content) in files)
            File.WriteAllBytes(_folder.Database + suffix, content);
        Assert.NotEmpty(files["-wal"]);

        AssertRefused($"The database {_folder.Database} was written by a newer version of TuyaActors (schema 2; this one knows 1). Nothing was changed; use that version, or another database.");
    }

    [Fact]
    public async Task Should_refuse_what_is_overwritten_in_its_middle()
    {
        await FillAsync(200);
        Change(content =>
        {
            // From the second page on: what is in the middle may be free, and then nothing is damaged.
            content.AsSpan(4096, content.Length / 2).Fill(0xAA);
            return content;
        });
        AssertDamaged();
        using var care = _folder.Care();
        Assert.NotEmpty(care.Verify().Broken);
    }

    [Fact]
    public async Task Should_refuse_what_is_cut_off()
    {
        await FillAsync(200);
        Change(content => content[..(content.Length / 2 / 4096 * 4096)]);
        AssertDamaged();
    }

    [Theory]
    [InlineData(8, "it, its folder or its file system is read-only")]
    [InlineData(10, "the disk reports an error")]
    [InlineData(13, "the disk is full")]
    [InlineData(14, "its folder takes no files")]
    [InlineData(5, "is in use by another program")]
    [InlineData(11, "is damaged")]
    [InlineData(26, "is no database")]
    public void Should_have_a_sentence_for_each_trouble(int code, string words)
    {
        var trouble = TuyaDatabase.Trouble(_folder.Database, new SqliteException("raw", code));
        Assert.Contains(words, trouble.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.Database, trouble.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("raw", trouble.Message, StringComparison.Ordinal);
    }

    private async Task FillAsync(int devices) => await _folder.WithRegistryAsync(registry => registry.SendAsync(
        new FleetCommands.ImportDevices([.. Enumerable.Range(0, devices).Select(i => Lamp with { Id = new DeviceId($"lamp-{i}") })])));

    private void Change(Func<byte[], byte[]> change)
    {
        var content = File.ReadAllBytes(_folder.Database);
        Assert.True(content.Length > 16384);
        File.WriteAllBytes(_folder.Database, change(content));
    }

    private void AssertDamaged()
    {
        var sentence = AssertRefused(null);
        Assert.StartsWith($"The database {_folder.Database} is damaged", sentence, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was changed; put a copy of it back, or move it away and import the devices anew.", sentence, StringComparison.Ordinal);
        using var care = _folder.Care();
        var before = _folder.Files();
        Assert.Throws<StorageException>(() => care.Vacuum());
        Assert.Equal(before, _folder.Files());
    }

    private string AssertRefused(string? sentence)
    {
        var before = _folder.Files();
        var refusal = Assert.Throws<StorageException>(() => _folder.Open());
        if (sentence is not null)
            Assert.Equal(sentence, refusal.Message);
        Assert.Equal(before.Keys, _folder.Files().Keys);
        Assert.Equal(before, _folder.Files());
        return refusal.Message;
    }

    private static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var content = new byte[file.Length];
        file.ReadExactly(content);
        return content;
    }
}
