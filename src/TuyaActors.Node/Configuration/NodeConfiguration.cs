using System.CommandLine;
using System.Net;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Clustering;
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

    private const string EnableSsl = "akka.remote.dot-netty.tcp.enable-ssl";

    private readonly SettingLayers _layers;
    private readonly List<string> _problems;
    private readonly List<string> _warnings = [];
    private readonly List<SettingRow> _rows = [];

    private NodeConfiguration(SettingLayers layers, CommandEnvironment environment)
    {
        _layers = layers;
        _problems = [.. layers.Problems];
        foreach (var setting in (ReadOnlySpan<Setting>)[NodeSettings.Config, NodeSettings.Profile])
        {
            if (layers.Find(setting) is { } file)
            {
                _rows.Add(new SettingRow(setting.Name, file.Text, file.Origin));
            }
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
        var problems = _problems.Count;
        var cluster = ReadCluster();
        var hocon = Try(() => FleetHocon.Of(layers, cluster, isGame ? layers.Find(NodeSettings.Simulate)?.Origin : null), FleetHocon.Memory);
        if (cluster is not null)
        {
            Look(cluster, hocon);
        }
        else if (_problems.Count == problems)
        {
            RefuseWhatIsOfClusters();
        }

        if (layers.Problems.Count == 0)
        {
            Fleet = hocon.Settings;
            AddFleetRows(hocon, cluster);
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

    private ClusterChoice? ReadCluster()
    {
        var kind = Try(() => ClusterChoice.Find(_layers), null);
        var segment = Take(NodeSettings.Segment, given => ClusterEngine.SegmentRefusal(given.Text) is { } why ? throw new UsageException($"{given.Subject}: {why}.") : given.Text, null);
        Take(NodeSettings.Client, SettingReader.Switch, false);
        var seeds = Take(NodeSettings.Seeds, SettingReader.Seeds, []);
        var host = Take(NodeSettings.ClusterHost, SettingReader.ClusterHost, ClusterSettings.DefaultHost);
        var port = Take(NodeSettings.ClusterPort, given => SettingReader.Integer(given, IPEndPoint.MinPort, IPEndPoint.MaxPort), ClusterSettings.DefaultPort);
        if (kind is null)
        {
            return null;
        }

        if (ClusterEngine.Refusal(kind.Said.Subject) is { } refusal)
        {
            _problems.Add(refusal);
            return null;
        }

        foreach (var setting in kind.IsClient ? (Setting[])[NodeSettings.Devices, NodeSettings.Simulate] : [])
        {
            if (_layers.Find(setting) is { } given && (setting != NodeSettings.Simulate || given.Text != "0"))
            {
                _problems.Add($"{given.Subject} is about devices of the node itself, and one without a segment ({kind.Said.Subject}) has none; give it to a node of the segment.");
            }
        }

        return new ClusterChoice(new ClusterSettings(kind.IsClient ? null : segment, seeds, host, port), kind.Said.Origin);
    }

    private void Look(ClusterChoice cluster, FleetHocon hocon)
    {
        var (settings, config) = (cluster.Settings, hocon.Config);
        if (settings.Seeds.Count == 0 && !config.HasPath("akka.cluster.seed-nodes"))
        {
            _warnings.Add("no --seed: this node begins a cluster at each start, and so it does not find the others again after a restart; give all nodes the same two or three seeds, this one's own address among them");
        }

        if (!IPAddress.TryParse(settings.Host.Trim('[', ']'), out var address) || !IPAddress.IsLoopback(address))
        {
            if (settings.Host != "localhost" && !(config.HasPath(EnableSsl) && config.GetBoolean(EnableSsl)))
            {
                _warnings.Add($"{NodeSettings.ClusterHost.Flag} {settings.Host}: whoever reaches the port {settings.Port} there can do everything, and is asked for nothing; leave it to a network that you trust, or turn on TLS (hocon/segment.conf says how)");
            }
        }
    }

    // Said in vain, it would be thought of as done.
    private void RefuseWhatIsOfClusters()
    {
        foreach (var file in _layers.Files)
        {
            if (file.Leaves.FirstOrDefault(leaf => leaf.Key.StartsWith("akka.cluster.", StringComparison.Ordinal)) is { } ofCluster)
            {
                _problems.Add($"{file.Place(ofCluster)}: {ofCluster.Key} is about a node that is one of several, and nothing says which this is: give --segment NAME for one with the devices of a LAN segment, or --client for one without.");
            }

            if (file.Leaves.LastOrDefault(leaf => leaf.Key == "akka.actor.provider") is { Texts: [{ } provider] } leaf && ClusterEngine.ProviderRefusal(provider) is { } refusal)
            {
                _problems.Add($"{file.Place(leaf)}: {refusal}");
            }
        }
    }

    private void AddTokenRow(TokenSource? token) => _rows.Add(token switch
    {
        null => new SettingRow(NodeSettings.TokenFile.Name, "", Origin.Default),
        { File: null } => new SettingRow("node.token", token.Token.ToString(), token.Origin),
        { File: { } file } => new SettingRow(NodeSettings.TokenFile.Name, file, token.Origin),
    });

    private void AddFleetRows(FleetHocon hocon, ClusterChoice? cluster)
    {
        var above = HoconLeaf.Of(HoconText.Parse(hocon.Storage.Hocon)).Select(leaf => (leaf.Key, Origin: hocon.StorageOrigin!))
            .Concat(HoconLeaf.Of(HoconText.Parse(hocon.ClusterAbove)).Select(leaf => (leaf.Key, cluster!.Origin)))
            .ToDictionary(leaf => leaf.Key, leaf => leaf.Origin);
        var variables = _layers.Environment.Origins;
        var inFiles = _layers.Files.SelectMany(file => file.Leaves.Reverse().Select(leaf => (leaf.Key, Origin: file.OriginOf(leaf)))).ToLookup(leaf => leaf.Key, leaf => leaf.Origin);
        foreach (var leaf in HoconLeaf.Of(hocon.Config.WithFallback(FleetSettings.Reference)).Where(leaf => leaf.Path[0] != "node"))
        {
            var origin = above.GetValueOrDefault(leaf.Key)
                ?? (variables.TryGetValue(leaf.Key, out var variable) ? new Origin(OriginSource.Environment, variable) : null)
                ?? inFiles[leaf.Key].FirstOrDefault()
                ?? Origin.Default;
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
