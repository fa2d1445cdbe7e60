using System.CommandLine;
using System.Net;
using TuyaActors.Node.Configuration;
using TuyaActors.Node.Tests.Probes;
using TuyaActors.Settings;

namespace TuyaActors.Node.Tests.Configuration;

/// <summary>What a node is told, by whatever way.</summary>
public sealed class NodeConfigurationSpecs : IDisposable
{
    private readonly Terminal _terminal = new();

    [Fact]
    public void Should_be_the_defaults_when_nothing_is_said()
    {
        var read = Read();
        Assert.Empty(read.Problems);
        Assert.Empty(read.Warnings);
        Assert.Equal("http://127.0.0.1:8377", Assert.Single(read.Settings.Listen).Url);
        Assert.Null(read.Settings.Access.Token);
        Assert.All(read.Rows, row => Assert.Equal(Origin.Default, row.Origin));
        Assert.Equal(FleetSettings.From(Akka.Configuration.Config.Empty).CommandTimeout, read.Fleet!.CommandTimeout);
    }

    [Theory]
    [InlineData("--urls", "TUYACTORS_URLS", "node.urls")]
    [InlineData("--simulate-base", "TUYACTORS_SIMULATE_BASE", "node.simulate-base")]
    public void Should_take_the_flag_before_the_variable_before_the_file_before_the_default(string flag, string variable, string key)
    {
        string Value(int n) => flag == "--urls" ? $"http://127.0.0.{n}:1" : $"127.0.0.{n}";
        string[] config = ["--config", _terminal.File("node.conf", $"# mine\n{key} = \"{Value(3)}\"\n")];
        (string, Origin) Of(NodeConfiguration read) => read.Rows.Where(row => row.Name == key).Select(row => (row.Value, row.Origin)).Single();

        Assert.Equal((Value(3), new Origin(OriginSource.File, config[1], 2)), Of(Read(config)));
        _terminal.Variables[variable] = Value(2);
        Assert.Equal((Value(2), new Origin(OriginSource.Environment, variable)), Of(Read(config)));
        Assert.Equal((Value(1), new Origin(OriginSource.Flag, flag)), Of(Read([.. config, flag, Value(1)])));
    }

    [Fact]
    public void Should_read_the_same_by_the_environment_as_by_flags()
    {
        var (devices, token) = (_terminal.File("devices.json", "[]"), _terminal.File("token", Tokens.Right + "\n"));
        var byFlags = Read("--devices", devices, "--strict", "--db", "my.db", "--simulate", "3", "--simulate-base", "127.1.2.3", "--urls", "http://127.0.0.1:1;http://[::1]:2", "--token-file", token, "--allowed-host", "a.example", "--allowed-host", "b.example", "--plain", "--verbose");
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["DEVICES"] = devices,
            ["STRICT"] = "true",
            ["DB"] = "my.db",
            ["SIMULATE"] = "3",
            ["SIMULATE_BASE"] = "127.1.2.3",
            ["URLS"] = "http://127.0.0.1:1; http://[::1]:2",
            ["TOKEN_FILE"] = token,
            ["ALLOWED_HOST"] = "a.example;b.example",
            ["PLAIN"] = "1",
            ["VERBOSE"] = "on",
        })
        {
            _terminal.Variables[$"TUYACTORS_{name}"] = value;
        }

        var byVariables = Read();
        Assert.Empty(byFlags.Problems);
        Assert.Empty(byVariables.Problems);
        foreach (var one in (NodeConfiguration[])[byFlags, byVariables])
        {
            Assert.Equal(["http://127.0.0.1:1", "http://[::1]:2"], one.Settings.Listen.Select(address => address.Url));
            Assert.Equal(["a.example", "b.example"], one.Settings.Access.AllowedHosts);
            Assert.Equal((Tokens.Right, true, 3, IPAddress.Parse("127.1.2.3"), true, true), (one.Settings.Access.Token!.Value, one.Settings.Strict, one.Settings.Simulate, one.Settings.SimulateBase, one.Settings.Plain, one.Settings.Verbose));
            Assert.Equal((PersistenceMode.Sqlite, "my.db"), (one.Fleet!.Persistence.Mode, one.Fleet.Persistence.Database));
            Assert.Equal(devices, one.Settings.Devices!.Path);
        }
    }

    [Fact]
    public void Should_turn_a_switch_of_the_file_off_by_a_flag()
    {
        string[] config = ["--config", _terminal.File("node.conf", "node { plain = on, verbose = on }")];
        var read = Read([.. config, "--plain", "false"]);
        Assert.Equal((false, true), (read.Settings.Plain, read.Settings.Verbose));
    }

    [Fact]
    public void Should_lay_the_environment_over_the_file_and_a_flag_over_both_for_the_fleet_too()
    {
        string[] config = ["--config", _terminal.File("node.conf", "tuya { reconnect.max = 10s, idle-after = 3s, persistence { database = file.db, mode = memory } }")];
        _terminal.Variables["TUYA__RECONNECT__MAX"] = "20s";
        _terminal.Variables["TUYA__PERSISTENCE__DATABASE"] = "variable.db";
        var read = Read(config);
        Assert.Equal((TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(3)), (read.Fleet!.Backoff.Max, read.Fleet.IdleAfter));
        Assert.Equal((PersistenceMode.Memory, "variable.db"), (read.Fleet.Persistence.Mode, read.Fleet.Persistence.Database));
        Assert.Equal(new Origin(OriginSource.Environment, "TUYA__RECONNECT__MAX"), read.Rows.Single(row => row.Name == "tuya.reconnect.max").Origin);
        Assert.Equal(new Origin(OriginSource.File, config[1], 1), read.Rows.Single(row => row.Name == "tuya.idle-after").Origin);

        read = Read([.. config, "--db", "flag.db"]);
        Assert.Equal((PersistenceMode.Sqlite, "flag.db"), (read.Fleet!.Persistence.Mode, read.Fleet.Persistence.Database));
        Assert.Equal(new Origin(OriginSource.Flag, "--db"), read.Rows.Single(row => row.Name == "tuya.persistence.mode").Origin);
    }

    [Fact]
    public void Should_keep_a_game_in_memory_unless_somebody_has_said_where()
    {
        Assert.Equal(PersistenceMode.Memory, Read("--simulate", "3").Fleet!.Persistence.Mode);
        Assert.Equal(PersistenceMode.Sqlite, Read("--simulate", "3", "--db", "x.db").Fleet!.Persistence.Mode);
        Assert.Equal(PersistenceMode.Sqlite, Read("--simulate", "3", "--config", _terminal.File("node.conf", "tuya.persistence.database = x.db")).Fleet!.Persistence.Mode);
        _terminal.Variables["TUYACTORS_SIMULATE"] = "3";
        Assert.Equal(PersistenceMode.Memory, Read().Fleet!.Persistence.Mode);
        _terminal.Variables["TUYA__PERSISTENCE__DATABASE"] = "x.db";
        Assert.Equal(PersistenceMode.Sqlite, Read().Fleet!.Persistence.Mode);
    }

    [Fact]
    public void Should_let_the_stronger_way_decide_between_a_database_and_memory()
    {
        _terminal.Variables["TUYACTORS_MEMORY"] = "on";
        Assert.Equal(PersistenceMode.Memory, Read().Fleet!.Persistence.Mode);
        Assert.Equal(PersistenceMode.Sqlite, Read("--db", "x.db").Fleet!.Persistence.Mode);
        Assert.Equal(PersistenceMode.Sqlite, Read("--memory", "false").Fleet!.Persistence.Mode);
        _terminal.Variables["TUYACTORS_DB"] = "y.db";
        Assert.Equal("TUYACTORS_DB and TUYACTORS_MEMORY are both given; allowed is one of them.", Assert.Single(Read().Problems));
    }

    [Fact]
    public void Should_tell_all_that_is_wrong_with_where_it_stands()
    {
        var file = _terminal.File("node.conf", """
            node {
              devises = devices.json
              urls = ["https://127.0.0.1:1"]
              plain = maybe
              verbose { on = on }
            }
            tuya.reconnect {
              max = soon
              frist = 1s
            }
            tuja { idle-after = 1s }
            """);
        _terminal.Variables["TUYACTORS_URL"] = "x";
        Assert.Equal(
            [
                "TUYACTORS_URL is no variable of this program; did you mean TUYACTORS_URLS?",
                $"--config: '{file}', line 2: node.devises is not a setting; did you mean devices? Under node there are: allowed-hosts, ",
                $"--config: '{file}', line 5: node.verbose must be a value, not a section.",
                $"--config: '{file}', line 8: tuya.reconnect.max is 'soon'; allowed is a duration like 500ms, 5s or 2m.",
                $"--config: '{file}', line 9: tuya.reconnect.frist is not a setting; under tuya.reconnect there are: ",
                $"--config: '{file}', line 11: tuja is no section of this file; did you mean tuya? There are: akka, node, tuya.",
                $"--config: '{file}', line 3: node.urls: 'https://127.0.0.1:1' is https, which is a reverse proxy's work",
                "--devices: there is no file '/nowhere/devices.json'.",
                "--simulate is '-1'; allowed: 0 to 30000.",
                $"--config: '{file}', line 4: node.plain is 'maybe'; allowed: on and off, true and false.",
            ],
            Read("--config", file, "--devices", "/nowhere/devices.json", "--simulate", "-1").Problems,
            (wanted, told) => told.StartsWith(wanted, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("node = 5", "node must be a section { ... }")]
    [InlineData("node.devices = [a, b]", "node.devices must be one value, not a list")]
    [InlineData("tuya = 5", "tuya must be a section { ... }")]
    [InlineData("tuya { refresh {} battery { nothing {} } }", "tuya.battery.nothing is not a setting")]
    [InlineData("tuya {", "the HOCON text cannot be read: line 1: '{' is never closed")]
    public void Should_refuse_what_is_of_the_wrong_shape(string hocon, string sentence) =>
        Assert.Contains(sentence, Assert.Single(Read("--config", _terminal.File("node.conf", hocon)).Problems), StringComparison.Ordinal);

    [Fact]
    public void Should_name_the_variable_that_names_the_file()
    {
        _terminal.Variables["TUYACTORS_CONFIG"] = "/nowhere/node.conf";
        Assert.Equal("TUYACTORS_CONFIG: there is no file '/nowhere/node.conf'.", Assert.Single(Read().Problems));
        _terminal.Variables["TUYACTORS_CONFIG"] = _terminal.File("node.conf", "node.simulate = many");
        Assert.Equal($"TUYACTORS_CONFIG: '{_terminal.PathOf("node.conf")}', line 1: node.simulate is 'many'; allowed: 0 to 30000.", Assert.Single(Read().Problems));
    }

    [Theory]
    [InlineData("http://0.0.0.0:8377", "http://*:8377 is not on loopback")]
    [InlineData("http://*:8377", "http://*:8377 is not on loopback")]
    [InlineData("http://127.0.0.1:1;http://192.168.1.5:8377", "http://192.168.1.5:8377 is not on loopback")]
    [InlineData("http://[::]:8377", "http://*:8377 is not on loopback")]
    public void Should_want_a_token_beyond_loopback_and_say_how_to_make_one(string urls, string sentence)
    {
        var problem = Assert.Single(Read("--urls", urls).Problems);
        Assert.StartsWith($"--urls: {sentence}; whoever comes there is asked for a token, and there is none: make one by '(umask 077; openssl rand -hex 32 > token)'", problem, StringComparison.Ordinal);
        _terminal.Variables["TUYACTORS_TOKEN"] = Tokens.Right;
        var read = Read("--urls", urls);
        Assert.Empty(read.Problems);
        Assert.Contains("is http: whoever is on the way can read the token", Assert.Single(read.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_warn_of_a_name_without_a_token() =>
        Assert.StartsWith("--allowed-host without a token: whoever the reverse proxy lets through can do everything", Assert.Single(Read("--allowed-host", "home.example.org").Warnings), StringComparison.Ordinal);

    public void Dispose() => _terminal.Dispose();

    private NodeConfiguration Read(params string[] args)
    {
        var options = new SettingOptions(NodeSettings.OfServe);
        var command = new RootCommand();
        options.AddTo(command);
        var parsed = command.Parse(args);
        Assert.Empty(parsed.Errors);
        return NodeConfiguration.Read(options, parsed, _terminal.Environment);
    }
}
