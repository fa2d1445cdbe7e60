using System.Text.Json;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Tests.Probes;
using TuyaActors.Storage;

namespace TuyaActors.Node.Tests.Commands.Database;

public sealed class DbSpecs : IAsyncLifetime, IDisposable
{
    private readonly Terminal _terminal = new();

    private string Database => _terminal.PathOf("fleet.db");

    public async Task InitializeAsync()
    {
        var file = _terminal.File("devices.json", """[{"id":"lamp","key":"fedcba98-secret!"},{"id":"plug","key":"another-secret!!"}]""");
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("devices", "import", file, "--db", Database));
        _terminal.Clear();
    }

    public Task DisposeAsync()
    {
        Assert.DoesNotContain("secret", _terminal.Out + _terminal.Error, StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public async Task Should_say_what_is_in_it()
    {
        Assert.Equal(ExitCode.Ok, await RunAsync("db", "info"));
        Assert.Contains("devices      2", _terminal.OutLines);
        Assert.Contains($"database     {Database}", _terminal.OutLines);
        Assert.Equal(ExitCode.Ok, await RunAsync("db", "info", "--json"));
        Assert.Equal(2, JsonElement.Parse(_terminal.OutLines[^1]).GetProperty("devices").GetInt32());
    }

    [Fact]
    public async Task Should_verify_and_vacuum_it()
    {
        Assert.Equal(ExitCode.Ok, await RunAsync("db", "verify"));
        Assert.Equal("result       sound", _terminal.OutLines[^1]);
        Assert.Equal(ExitCode.Ok, await RunAsync("db", "vacuum"));
        Assert.StartsWith("after        ", _terminal.OutLines[^1], StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, await RunAsync("db", "verify", "--json"));
        Assert.True(JsonElement.Parse(_terminal.OutLines[^1]).GetProperty("sound").GetBoolean());
    }

    [Fact]
    public async Task Should_end_with_3_when_a_master_key_is_missing()
    {
        File.Delete($"{Database}.key");
        Assert.Equal(ExitCode.BadStorage, await RunAsync("db", "verify"));
        Assert.Equal("result       not sound", _terminal.OutLines[^1]);
        Assert.Contains("local keys are sealed with master key", _terminal.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.BadStorage, await RunAsync("keys", "info"));
        Assert.EndsWith(", which is missing", _terminal.OutLines[^1], StringComparison.Ordinal);
        Assert.False(File.Exists($"{Database}.key"));
    }

    [Fact]
    public async Task Should_name_the_master_keys()
    {
        Assert.Equal(ExitCode.Ok, await RunAsync("keys", "info"));
        Assert.Equal($"from         {Database}.key", _terminal.OutLines[0]);
        Assert.Equal("former       none", _terminal.OutLines[2]);
        Assert.DoesNotContain((await File.ReadAllLinesAsync($"{Database}.key"))[^1], _terminal.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("db", "info")]
    [InlineData("db", "verify")]
    [InlineData("db", "vacuum")]
    [InlineData("keys", "info")]
    public async Task Should_end_with_3_while_it_is_in_use_or_not_there(params string[] command)
    {
        Assert.True(DatabaseLock.TryAcquire(Database, out var held, out _));
        using (held)
        {
            Assert.Equal(ExitCode.BadStorage, await RunAsync(command));
        }

        Assert.Contains($"is in use by process {Environment.ProcessId}. Stop that first.", _terminal.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.BadStorage, await _terminal.RunAsync([.. command, "--db", _terminal.PathOf("none.db")]));
        Assert.Contains("none.db", _terminal.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(Database)!, "none.db*"));
    }

    private Task<int> RunAsync(params string[] args) => _terminal.RunAsync([.. args, "--db", Database]);
}
