using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Serving;

/// <summary>A node and its database: what stays, who may use it, and what is said when it cannot be used.</summary>
public sealed partial class StorageSpecs : IDisposable
{
    private const string Devices = """[{"id":"lamp","name":"Lamp","key":"fedcba98-secret!","port":16668}]""";

    private readonly Terminal _terminal = new();

    private string Database => _terminal.PathOf("fleet.db");

    [Fact]
    public async Task Should_know_its_devices_after_a_restart()
    {
        await ServeAsync(["--devices", _terminal.File("devices.json", Devices)], (lines, _) =>
        {
            Assert.Contains(lines, line => line.EndsWith($"the fleet is kept in {Database}, which has 0 devices", StringComparison.Ordinal));
            return Task.CompletedTask;
        });
        await ServeAsync([], async (lines, _) =>
        {
            Assert.Contains(lines, line => line.EndsWith("which has 1 device", StringComparison.Ordinal));
            Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("devices", "show", "Lamp", "--db", Database));
        });
        Assert.Contains("port        16668", _terminal.OutLines);
        Assert.Contains(_terminal.OutLines, line => line.StartsWith("state ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Should_be_found_by_the_commands_through_its_database_and_keep_others_away_from_it()
    {
        await ServeAsync([], async (_, url) =>
        {
            Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("devices", "import", _terminal.File("devices.json", Devices), "--db", Database));
            Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("devices", "list", "--db", Database));
            Assert.Contains($"; at the node at {url.TrimEnd('/')}", _terminal.Error, StringComparison.Ordinal);
            Assert.Equal(ExitCode.BadStorage, await _terminal.RunAsync("serve", "--db", Database, "--urls", "http://127.0.0.1:0"));
            Assert.Contains($"is in use by process {Environment.ProcessId}, which serves {url}", _terminal.Error, StringComparison.Ordinal);
        });
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("devices", "list", "--db", Database));
        Assert.Contains($"1 device, at the database {Database}", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_leave_no_lock_behind_when_it_is_killed()
    {
        using (var node = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "tuyactors.dll"), "serve", "--db", Database, "--urls", "http://127.0.0.1:0", "--config", Quiet()]) { RedirectStandardOutput = true })!)
        {
            while (await node.StandardOutput.ReadLineAsync() is { } line && !line.Contains("the page is at", StringComparison.Ordinal))
            {
                // Not yet.
            }

            Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("devices", "import", _terminal.File("devices.json", Devices), "--db", Database));
            node.Kill();
            await node.WaitForExitAsync();
        }

        Assert.True(File.Exists($"{Database}.node"));
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("devices", "list", "--db", Database));
        Assert.Contains($"1 device, at the database {Database}", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_end_with_3_when_the_file_is_no_database()
    {
        await File.WriteAllTextAsync(Database, "these are my notes, and not yours");
        await RefusedAsync("is no database, or is damaged");
        Assert.Equal("these are my notes, and not yours", await File.ReadAllTextAsync(Database));
    }

    [Fact]
    public async Task Should_end_with_3_when_the_database_is_of_a_newer_version()
    {
        await ServeAsync(["--devices", _terminal.File("devices.json", Devices)], (_, _) => Task.CompletedTask);
        Sql("PRAGMA user_version=99");
        await RefusedAsync("was written by a newer version");
    }

    [Fact]
    public async Task Should_end_with_3_when_the_master_key_is_lost_or_another()
    {
        await ServeAsync(["--devices", _terminal.File("devices.json", Devices)], (_, _) => Task.CompletedTask);
        var key = await File.ReadAllTextAsync($"{Database}.key");
        File.Delete($"{Database}.key");
        await RefusedAsync("The master key file");
        await File.WriteAllTextAsync($"{Database}.key", Convert.ToBase64String(new byte[32]));
        await RefusedAsync("is sealed with master key");
        await File.WriteAllTextAsync($"{Database}.key", key);
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("devices", "show", "lamp", "--db", Database));
    }

    [Fact]
    public async Task Should_end_with_3_when_there_is_no_such_folder()
    {
        Assert.Equal(ExitCode.BadStorage, await _terminal.RunAsync("serve", "--urls", "http://127.0.0.1:0", "--db", _terminal.PathOf("no/such/fleet.db")));
        Assert.StartsWith("tuyactors serve: The ", _terminal.Error, StringComparison.Ordinal);
        Assert.Single(_terminal.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Should_read_a_devices_file_over_what_is_known()
    {
        await ServeAsync(["--devices", _terminal.File("devices.json", Devices)], (_, _) => Task.CompletedTask);
        await ServeAsync(["--strict", "--devices", _terminal.File("snapshot.json", """{"timestamp":1,"devices":[{"id":"lamp","ip":"192.0.2.7","ver":"3.4","key":""}]}""")], (lines, _) =>
        {
            Assert.Contains(lines, line => line.EndsWith("0 added, 1 updated, 0 unchanged, 0 refused", StringComparison.Ordinal));
            return Task.CompletedTask;
        });
        Assert.Equal(ExitCode.BadUsage, await _terminal.RunAsync("serve", "--db", Database, "--urls", "http://127.0.0.1:0", "--config", Quiet(), "--strict", "--devices", _terminal.File("bad.json", """[{"id":"new","key":""}]""")));
        Assert.Contains("with --strict that is refused", _terminal.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("devices", "show", "lamp", "--db", Database));
    }

    [Fact]
    public async Task Should_say_that_db_and_memory_exclude_each_other()
    {
        Assert.Equal(ExitCode.BadUsage, await _terminal.RunAsync("serve", "--db", Database, "--memory"));
        Assert.Contains("--db and --memory are both given", _terminal.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _terminal.Dispose();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/")]
    private static partial Regex Address();

    private string Quiet() => _terminal.File("quiet.conf", "tuya.discovery.enabled = off");

    private async Task RefusedAsync(string sentence)
    {
        _terminal.Clear();
        Assert.Equal(ExitCode.BadStorage, await _terminal.RunAsync("serve", "--db", Database, "--urls", "http://127.0.0.1:0", "--config", Quiet()));
        Assert.Contains(sentence, Assert.Single(_terminal.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        // Not told twice, and without the places in the code that it went through.
        Assert.DoesNotContain("StorageException", _terminal.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.BadStorage, await _terminal.RunAsync("devices", "list", "--db", Database));
        Assert.Contains(sentence, _terminal.Error.Split('\n')[1], StringComparison.Ordinal);
    }

    private void Sql(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private async Task ServeAsync(string[] args, Func<IReadOnlyList<string>, string, Task> meanwhile)
    {
        using var end = new CancellationTokenSource();
        var lines = new LineWriter();
        var usual = _terminal.Environment;
        _terminal.Environment = usual with { Out = lines };
        var running = _terminal.RunUntilAsync(end.Token, ["serve", "--db", Database, "--urls", "http://127.0.0.1:0", "--config", Quiet(), .. args]);
        _terminal.Environment = usual;
        var url = Address().Match(await lines.FirstAsync(l => l.Contains("the page is at", StringComparison.Ordinal))).Value;
        await meanwhile(lines.Lines, url);
        await end.CancelAsync();
        Assert.Equal(ExitCode.Ok, await running);
    }
}
