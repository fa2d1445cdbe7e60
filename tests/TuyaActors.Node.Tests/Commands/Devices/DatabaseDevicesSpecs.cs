using TuyaActors.Node.Cli;

namespace TuyaActors.Node.Tests.Commands.Devices;

/// <summary>In the database of a fleet that does not run.</summary>
public sealed class DatabaseDevicesSpecs : DevicesSpecs
{
    private string Database => Terminal.PathOf("fleet.db");

    private protected override string ListName => "definitions";

    private protected override string[] Where => ["--db", Database];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        // An empty database, for the commands that make none.
        Assert.Equal(ExitCode.Ok, await Terminal.RunAsync(["devices", "import", Terminal.File("empty.json", "[]"), .. Where]));
        Terminal.Clear();
    }

    [Fact]
    public async Task Should_export_keys_for_the_files_owner_only_and_take_them_back_elsewhere()
    {
        await OkAsync("add", "lamp", "--name", "Hall lamp", "--group", "Hall", "--tag", "night");
        await OkAsync("add", "child", "--gateway", "lamp", "--cid", "a4c1");
        var file = Terminal.PathOf("keys.json");
        await OkAsync("export", file, "--with-keys");
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        await OkAsync("import", file);
        Assert.Equal("0 added, 0 updated, 2 unchanged", Terminal.OutLines[^1]);
        string[] other = ["--db", Terminal.PathOf("other.db")];
        Assert.Equal(ExitCode.Ok, await Terminal.RunAsync(["devices", "import", file, .. other]));
        var again = Terminal.PathOf("again.json");
        Assert.Equal(ExitCode.Ok, await Terminal.RunAsync(["devices", "export", again, "--with-keys", .. other]));
        Assert.Equal(await File.ReadAllTextAsync(file), await File.ReadAllTextAsync(again));
    }

    [Fact]
    public async Task Should_make_no_database_for_a_look_or_a_dry_run()
    {
        string[] none = ["--db", Terminal.PathOf("none.db")];
        Assert.Equal(ExitCode.BadStorage, await Terminal.RunAsync(["devices", "list", .. none]));
        Assert.Contains("There is no database ", Terminal.Error, StringComparison.Ordinal);
        var file = Terminal.File("devices.json", """[{"id":"lamp","key":"0123456789abcdef"}]""");
        Assert.Equal(ExitCode.Ok, await Terminal.RunAsync(["devices", "import", file, "--dry-run", .. none]));
        Assert.StartsWith("1 added", Terminal.OutLines[^1], StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(none[1])!, "none.db*"));
    }

    [Fact]
    public async Task Should_list_what_is_said_of_each_device()
    {
        await OkAsync("add", "lamp", "--name", "Hall lamp", "--ip", "192.0.2.7", "--version", "3.4", "--port", "16668", "--group", "Hall", "--tag", "attic", "--tag", "night");
        await OkAsync("list");
        Assert.Equal("name       id    version  address               connection  group  tags         revision", Terminal.OutLines[^2]);
        Assert.Equal("Hall lamp  lamp  3.4      192.0.2.7 port 16668  persistent  Hall   attic night  1", Terminal.OutLines[^1]);
        Assert.StartsWith("1 device, at the database ", Terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--state", "problem")]
    [InlineData("--diagnosis", "refused")]
    [InlineData("--sort", "state")]
    public async Task Should_not_tell_how_devices_stand_that_no_node_follows(string option, string value)
    {
        Assert.Equal(ExitCode.BadUsage, await RunAsync("list", option, value));
        Assert.Contains($"{option} is about how devices stand, and the database ", Terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_say_that_it_is_one_or_the_other()
    {
        Assert.Equal(ExitCode.BadUsage, await RunAsync("list", "--node", "http://127.0.0.1:1"));
        Assert.Contains("--node and --db are both given", Terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_have_no_key_in_any_file_of_the_database()
    {
        await OkAsync("add", "lamp");
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(Database)!, "fleet.db*"))
        {
            Assert.False(File.ReadAllBytes(file).AsSpan().IndexOf("fedcba98-secret!"u8) >= 0, file);
        }
    }
}
