using System.CommandLine;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Http;
using TuyaActors.Node.Http.Access;
using TuyaActors.Node.Running;
using TuyaActors.Node.Serving;
using TuyaActors.Node.Simulation;
using TuyaActors.Settings;
using TuyaActors.Simulator;

namespace TuyaActors.Node.Configuration;

/// <summary>All that a node is told, read: by <c>serve</c>, which starts with it, and by <c>config check</c>, which says what it is.</summary>
internal sealed class NodeConfiguration
{
    // Loopback has room for more, a process for hardly more: each device has a socket, and its client another.
    private const int MaxSimulated = 30_000;

    private readonly SettingLayers _layers;
    private readonly List<string> _problems;
    private readonly List<string> _warnings = [];
    private readonly List<SettingRow> _rows = [];

    private NodeConfiguration(SettingLayers layers, CommandEnvironment environment)
    {
        _layers = layers;
        _problems = [.. layers.Problems];
        if (layers.Find(NodeSettings.Config) is { } config)
        {
            _rows.Add(new SettingRow(NodeSettings.Config.Name, config.Text, config.Origin));
        }

        var listen = Take(NodeSettings.Urls, SettingReader.Urls, [ListenAddress.Default]);
        var access = ReadAccess(listen, environment);
        var devices = Take(NodeSettings.Devices, given => DevicesFile.Read(given.Text, given.Subject), null);
        var strict = Take(NodeSettings.Strict, SettingReader.Switch, false);
        if (layers.FromFlag(NodeSettings.Strict) is not null && strict && layers.Find(NodeSettings.Devices) is null)
        {
            _problems.Add("--strict says how to read --devices, which is missing.");
        }

        var simulated = Take(NodeSettings.Simulate, given => SettingReader.Integer(given, 0, MaxSimulated), 0);
        var simulateBase = Take(NodeSettings.SimulateBase, SettingReader.Loopback, SimulatedFleet.DefaultFirstAddress);
        var faults = Take(NodeSettings.Faults, given => simulated > 0
            ? FaultsFile.Read(given.Text, given.Subject)
            : throw new UsageException($"{given.Subject} breaks simulated devices, and there are none; give --simulate too."), null);

        var plain = Take(NodeSettings.Plain, SettingReader.Switch, false);
        var verbose = Take(NodeSettings.Verbose, SettingReader.Switch, false);
        var isGame = simulated > 0 && layers.Find(NodeSettings.Devices) is null;
        var hocon = Try(() => FleetHocon.Of(layers, isGame ? layers.Find(NodeSettings.Simulate)?.Origin : null), FleetHocon.Memory);
        if (layers.Problems.Count == 0)
        {
            Fleet = hocon.Settings;
            AddFleetRows(hocon);
        }

        Draft = new ServeSettings
        {
            Listen = listen,
            Access = access,
            Warnings = _warnings,
            Hocon = hocon,
            Devices = devices,
            Strict = strict,
            Simulate = simulated,
            SimulateBase = simulateBase,
            Faults = faults,
            Plain = plain,
            Verbose = verbose,
        };
    }

    /// <summary>What is wrong, a sentence each.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>What is allowed and still not wise, a sentence each.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Every setting with its value and where that comes from; no secret in it.</summary>
    public IReadOnlyList<SettingRow> Rows => _rows;

    /// <summary>The fleet's settings; null: they cannot be read.</summary>
    public FleetSettings? Fleet { get; }

    /// <summary>What the node is started with, as far as it could be read.</summary>
    public ServeSettings Draft { get; }

    /// <summary>What the node is started with.</summary>
    /// <exception cref="UsageException">Something is wrong.</exception>
    public ServeSettings Settings => _problems is [var first, ..] ? throw new UsageException(first) : Draft;

    /// <summary>Reads it; starts nothing.</summary>
    public static NodeConfiguration Read(SettingOptions options, ParseResult parsed, CommandEnvironment environment) =>
        new(SettingLayers.Read(options, parsed, environment), environment);

    private NodeAccess ReadAccess(IReadOnlyList<ListenAddress> listen, CommandEnvironment environment)
    {
        var hosts = Take(NodeSettings.AllowedHosts, SettingReader.Hosts, []);
        var problems = _problems.Count;
        var token = Try(_layers.Token, null);
        AddTokenRow(token);
        if (token?.File is { } file && TokenFile.Readers(file, environment.Variable("CREDENTIALS_DIRECTORY")) is { } readers)
        {
            _warnings.Add($"{token.Subject}: '{file}': {readers}; 'chmod 600' leaves it to its owner");
        }

        var open = listen.Where(address => !address.IsLoopback).Select(address => address.Url).ToList();
        if (open.Count > 0 && token is null && problems == _problems.Count)
        {
            _problems.Add($"{_layers.Find(NodeSettings.Urls)?.Subject}: {open[0]} is not on loopback; whoever comes there is asked for a token, and there is none: {TokenFile.HowTo}.");
        }
        else if (open.Count > 0)
        {
            _warnings.Add($"{open[0]} is http: whoever is on the way can read the token and all else; beyond a network that you trust, put a reverse proxy with TLS before it");
        }
        else if (hosts.Count > 0 && token is null)
        {
            _warnings.Add($"{_layers.Find(NodeSettings.AllowedHosts)?.Subject} without a token: whoever the reverse proxy lets through can do everything; {TokenFile.HowTo}");
        }

        return new NodeAccess { Token = token?.Token, AllowedHosts = hosts };
    }

    private void AddTokenRow(TokenSource? token) => _rows.Add(token switch
    {
        null => new SettingRow(NodeSettings.TokenFile.Name, "", Origin.Default),
        { File: null } => new SettingRow("node.token", token.Token.ToString(), token.Origin),
        { File: { } file } => new SettingRow(NodeSettings.TokenFile.Name, file, token.Origin),
    });

    private void AddFleetRows(FleetHocon hocon)
    {
        var storage = HoconLeaf.Of(HoconText.Parse(hocon.Storage.Hocon)).ToDictionary(leaf => leaf.Key, _ => hocon.StorageOrigin!);
        var variables = _layers.Environment.Origins;
        var file = _layers.File?.Leaves.ToLookup(leaf => leaf.Key);
        foreach (var leaf in HoconLeaf.Of(hocon.Config.WithFallback(FleetSettings.Reference)).Where(leaf => leaf.Path[0] != "node"))
        {
            var origin = storage.GetValueOrDefault(leaf.Key)
                ?? (variables.TryGetValue(leaf.Key, out var variable) ? new Origin(OriginSource.Environment, variable) : null)
                ?? (file?[leaf.Key].LastOrDefault() is { } inFile ? _layers.File!.OriginOf(inFile) : Origin.Default);
            _rows.Add(new SettingRow(leaf.Key, SettingRow.IsSecret(leaf.Path[^1]) ? "***" : leaf.Shown, origin));
        }
    }

    private T Take<T>(Setting setting, Func<Given, T> read, T otherwise)
    {
        var given = _layers.Find(setting);
        if (given is not null)
        {
            _rows.Add(new SettingRow(setting.Name, string.Join("; ", given.Texts), given.Origin));
            return Try(() => read(given), otherwise);
        }

        var standard = HoconLeaf.Of(ConfigFile.Reference).Single(leaf => leaf.Key == setting.Key);
        _rows.Add(new SettingRow(setting.Name, string.Join("; ", standard.Texts!), Origin.Default));
        return otherwise;
    }

    private T Try<T>(Func<T> read, T otherwise)
    {
        try
        {
            return read();
        }
        catch (UsageException wrong)
        {
            _problems.Add(wrong.Message);
            return otherwise;
        }
    }
}
