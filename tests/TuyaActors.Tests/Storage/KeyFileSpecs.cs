using System.Runtime.Versioning;
using TuyaActors.Storage;

namespace TuyaActors.Tests.Storage;

public sealed class KeyFileSpecs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tuya-");

    private string Path => System.IO.Path.Combine(_folder.FullName, "fleet.key");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Should_find_the_keys_that_it_wrote_the_current_one_first()
    {
        MasterKey[] keys = [MasterKey.New(), MasterKey.New()];
        KeyFile.Write(Path, keys);
        Assert.Equal(keys.Select(key => key.Reveal()), KeyFile.Read(Path).Select(key => key.Reveal()));
        KeyFile.Write(Path, [keys[1]]);
        Assert.Equal(keys[1].Id, Assert.Single(KeyFile.Read(Path)).Id);
        Assert.Equal([Path], Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Should_let_its_owner_alone_read_it_whoever_could_read_the_former_one()
    {
        KeyFile.Write(Path, [MasterKey.New()]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
        Assert.Null(KeyFile.Exposure(Path));

        File.SetUnixFileMode(Path, (UnixFileMode)0b110_100_100);
        Assert.Equal($"The master key file {Path} can be read by others than its owner; 'chmod 600 {Path}' mends that.", KeyFile.Exposure(Path));
        File.WriteAllText(Path + ".new", "left by one that was killed");
        File.SetUnixFileMode(Path + ".new", (UnixFileMode)0b110_110_110);
        KeyFile.Write(Path, [MasterKey.New()]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
    }

    [Fact]
    public void Should_take_comments_empty_lines_and_both_spellings()
    {
        File.WriteAllText(Path, $"# ours\n\n  {new string('5', 64)}  \r\n{Convert.ToBase64String(new byte[32])}\n# end");
        Assert.Equal(["15965281", KeyOf(new byte[32]).Id], KeyFile.Read(Path).Select(key => key.Id));
    }

    [Theory]
    [InlineData("5555", 1)]
    [InlineData("# comment\n\nnot-a-key-but-a-secret", 3)]
    [InlineData("5555555555555555555555555555555555555555555555555555555555555555\n555555555555555555555555555555555555555555555555555555555555555x", 2)]
    [InlineData("****************************************AAA=", 1)]
    public void Should_name_the_line_that_is_no_key_without_quoting_it(string text, int line)
    {
        File.WriteAllText(Path, text);
        Assert.Equal(
            $"The master key file {Path}, line {line}: it is no master key; allowed are 44 characters of base64 or 64 hexadecimal digits. Nothing was changed.",
            Assert.Throws<StorageException>(() => KeyFile.Read(Path)).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    public void Should_refuse_a_file_without_a_key(string text)
    {
        File.WriteAllText(Path, text);
        Assert.Equal(
            $"The master key file {Path} has no key in it. Put a copy of the right one there; nothing was changed.",
            Assert.Throws<StorageException>(() => KeyFile.Read(Path)).Message);
    }

    [Fact]
    public void Should_say_which_file_cannot_be_read_or_written_and_keep_what_is_there()
    {
        Assert.StartsWith($"The master key file {Path} cannot be read: ", Assert.Throws<StorageException>(() => KeyFile.Read(Path)).Message, StringComparison.Ordinal);
        KeyFile.Write(Path, [MasterKey.New()]);
        var before = File.ReadAllText(Path);
        Directory.CreateDirectory(Path + ".new");
        Assert.StartsWith(
            $"The master key file {Path} cannot be written: ", Assert.Throws<StorageException>(() => KeyFile.Write(Path, [MasterKey.New()])).Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(Path));
    }

    private static MasterKey KeyOf(byte[] bytes)
    {
        Assert.True(MasterKey.TryParse(Convert.ToBase64String(bytes), out var key));
        return key;
    }
}
