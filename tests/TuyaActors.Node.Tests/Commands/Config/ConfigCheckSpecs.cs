using System.Text.Json;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Tests.Probes;
using TuyaActors.Storage;

namespace TuyaActors.Node.Tests.Commands.Config;

public sealed class ConfigCheckSpecs : IDisposable
{
    private readonly Terminal _terminal = new();

    private string Database => _terminal.PathOf("fleet.db");

    [Fact]
    public async Task Should_show_what_is_set_with_its_value_and_where_it_comes_from()
    {
        var config = _terminal.File("node.conf", "node.urls = \"http://127.0.0.1:1\"\ntuya.idle-after = 3s\nakka.persistence.journal.x.connection-string = s3cr3t\n");
        _terminal.Variables["TUYA__RECONNECT__MAX"] = "30s";
        _terminal.Variables["TUYACTORS_TOKEN"] = Tokens.Right;
        Assert.Equal(ExitCode.Ok, await CheckAsync("--config", config, "--plain"));
        Assert.Equal(
            [
                "setting value from",
                $"akka.persistence.journal.x.connection-string *** {config}:3",
                $"node.config {config} --config",
                "node.plain on --plain",
                "node.token *** TUYACTORS_TOKEN",
                $"node.urls http://127.0.0.1:1 {config}:1",
                $"tuya.idle-after 3s {config}:2",
                $"tuya.persistence.database {Database} --db",
                "tuya.persistence.mode sqlite --db",
                "tuya.reconnect.max 30s TUYA__RECONNECT__MAX",
            ],
            _terminal.OutLines.Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
        Assert.Equal("no problem: 'serve' would start with these settings\n", _terminal.Error);
        Assert.DoesNotContain(Tokens.Right, _terminal.Out + _terminal.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Database));
    }

    [Fact]
    public async Task Should_show_the_defaults_too_when_all_is_asked_for()
    {
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("config", "check", "--memory", "--all"));
        Assert.Contains(_terminal.OutLines, line => line.StartsWith("node.urls ", StringComparison.Ordinal) && line.Contains(" http://127.0.0.1:8377 ", StringComparison.Ordinal) && line.EndsWith(" default", StringComparison.Ordinal));
        Assert.Contains(_terminal.OutLines, line => line.StartsWith("node.token-file ", StringComparison.Ordinal) && line.Contains(" - ", StringComparison.Ordinal));
        Assert.Contains(_terminal.OutLines, line => line.StartsWith("tuya.refresh.dps ", StringComparison.Ordinal) && line.Contains(" [4, 5, 6, 18, 19, 20] ", StringComparison.Ordinal));
        Assert.Contains(_terminal.OutLines, line => line.StartsWith("tuya.persistence.mode ", StringComparison.Ordinal) && line.EndsWith(" --memory", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Should_say_the_same_as_JSON()
    {
        var config = _terminal.File("node.conf", "\nnode.simulate = 7\n");
        Assert.Equal(ExitCode.BadUsage, await _terminal.RunAsync("config", "check", "--json", "--config", config, "--urls", "http://*:1"));
        using var read = JsonDocument.Parse(_terminal.Out);
        var root = read.RootElement;
        Assert.False(root.GetProperty("ok").GetBoolean());
        var settings = root.GetProperty("settings").EnumerateArray().Select(setting => setting.GetRawText()).ToList();
        Assert.Contains($$"""{"name":"node.simulate","value":"7","source":"file","where":"{{config}}","line":2}""", settings);
        Assert.Contains("""{"name":"node.urls","value":"http://*:1","source":"flag","where":"--urls"}""", settings);
        Assert.Contains("not on loopback", Assert.Single(root.GetProperty("problems").EnumerateArray()).GetString(), StringComparison.Ordinal);
        Assert.Equal(0, root.GetProperty("warnings").GetArrayLength());
        Assert.Empty(_terminal.Error);
    }

    [Fact]
    public async Task Should_tell_every_problem_and_end_with_2()
    {
        _terminal.Variables["TUYACTORS_PLANE"] = "on";
        Assert.Equal(ExitCode.BadUsage, await CheckAsync(
            "--config", _terminal.File("node.conf", "node.verbose = perhaps"),
            "--devices", "/nowhere/devices.json",
            "--urls", "http://127.0.0.1:99999",
            "--token-file", _terminal.File("token", "s3cr3t"),
            "--faults", "/nowhere/faults.json"));
        foreach (var sentence in (string[])["TUYACTORS_PLANE", "node.verbose is 'perhaps'", "--devices: there is no file", "--urls: 'http://127.0.0.1:99999' is no URL", "--token-file: the token in", "--faults breaks simulated devices"])
        {
            Assert.Contains(sentence, _terminal.Error, StringComparison.Ordinal);
        }

        Assert.EndsWith("6 problems: 'serve' would not start\n", _terminal.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", _terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nodirectory/fleet.db", "cannot be made: there is no folder")]
    [InlineData(".", "is a folder")]
    public async Task Should_say_that_the_database_cannot_be_there(string database, string sentence)
    {
        Assert.Equal(ExitCode.BadUsage, await _terminal.RunAsync("config", "check", "--db", _terminal.PathOf(database)));
        Assert.Contains(sentence, _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_look_into_a_devices_file_as_serve_would()
    {
        var devices = _terminal.File("devices.json", """[{"id":"lamp","key":"0123456789abcdef"},{"id":"bad","key":"s3cr3t"}]""");
        Assert.Equal(ExitCode.Ok, await CheckAsync("--devices", devices));
        Assert.Contains("warning: ", _terminal.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", _terminal.Error, StringComparison.Ordinal);
        _terminal.Clear();
        Assert.Equal(ExitCode.BadUsage, await CheckAsync("--devices", devices, "--strict"));
        Assert.Contains("with --strict that is refused", _terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[{"names":["Nobody's lamp"],"faults":{"refuse":true}}]""", ExitCode.BadUsage)]
    [InlineData("""[{"indexes":[0],"faults":{"refuse":true}}]""", ExitCode.Ok)]
    [InlineData("""[{"indexes":[0],"faults":{"refuze":true}}]""", ExitCode.BadUsage)]
    public async Task Should_look_whether_the_faults_are_for_devices_that_will_be_there(string faults, int code) =>
        Assert.Equal(code, await CheckAsync("--simulate", "3", "--faults", _terminal.File("faults.json", faults)));

    [Fact]
    public async Task Should_warn_of_a_token_that_others_can_read_and_of_a_database_in_use()
    {
        var token = _terminal.File("token", Tokens.Right);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(token, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        }

        Assert.True(DatabaseLock.TryAcquire(Database, out var taken, out _));
        await File.WriteAllTextAsync(Database, "");
        using (taken)
        {
            Assert.Equal(ExitCode.Ok, await CheckAsync("--token-file", token));
        }

        Assert.Contains($"warning: --token-file: '{token}': everybody on this machine can read or change it; 'chmod 600' leaves it to its owner", _terminal.Error, StringComparison.Ordinal);
        Assert.Contains($"warning: the database {Database} is in use by process {Environment.ProcessId}", _terminal.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _terminal.Dispose();

    private Task<int> CheckAsync(params string[] args) => _terminal.RunAsync(["config", "check", "--db", Database, .. args]);
}
