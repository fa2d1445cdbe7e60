using TuyaActors.Node.Clustering;
using TuyaActors.Node.Http;
using TuyaActors.Node.Simulation;
using TuyaActors.Simulator;

namespace TuyaActors.Node.Configuration;

/// <summary>The settings of the program; those of the fleet stand in hocon/reference.conf.</summary>
internal static class NodeSettings
{
    public static Setting Config { get; } = new(
        "--config", null, SettingKind.Text, "Settings in HOCON: of the node (hocon/node.conf), of the fleet (hocon/reference.conf), and of the actor system", "FILE");

    public static Setting Profile { get; } = new(
        "--profile", null, SettingKind.Text, "Settings that go behind all others: a file of yours, or hocon/segment.conf or hocon/client.conf, which come with the program", "FILE");

    public static Setting Devices { get; } = new("--devices", "node.devices", SettingKind.Text, "Devices to import at the start: tinytuya's devices.json", "FILE");

    public static Setting Strict { get; } = new("--strict", "node.strict", SettingKind.Switch, "Refuse a devices file with any problem, instead of starting with what is good");

    public static Setting Database { get; } = new(
        "--db", "tuya.persistence.database", SettingKind.Text, "The file to keep the fleet in (default tuya.db; a fleet of simulated devices alone is kept in memory)", "FILE");

    public static Setting Memory { get; } = new("--memory", null, SettingKind.Switch, "Keep the fleet in memory: all is forgotten at the end");

    public static Setting Simulate { get; } = new("--simulate", "node.simulate", SettingKind.Text, "Simulate so many devices of all versions in this process", "N");

    public static Setting SimulateBase { get; } = new(
        "--simulate-base", "node.simulate-base", SettingKind.Text, $"The first simulated device's address (default {SimulatedFleet.DefaultFirstAddress})", "ADDRESS");

    public static Setting Faults { get; } = new(FaultsFile.Option, "node.faults", SettingKind.Text, FaultsFile.Description, "FILE");

    public static Setting Urls { get; } = new(
        "--urls", "node.urls", SettingKind.Texts, $"Where to serve HTTP; several with ';' between; beyond loopback only with a token (default {ListenAddress.Default.Url})", "URL");

    public static Setting TokenFile { get; } = new(
        "--token-file", "node.token-file", SettingKind.Text, "The file with the token that everybody is asked for, 16 to 512 characters; or give the token itself by TUYACTORS_TOKEN", "FILE");

    public static Setting AllowedHosts { get; } = new(
        "--allowed-host", "node.allowed-hosts", SettingKind.Texts, "Another name that the node is called by, as behind a reverse proxy; again for another", "NAME");

    public static Setting Segment { get; } = new(
        "--segment", "node.cluster.segment", SettingKind.Text, "Be one of several nodes, the one (or one of those) of this LAN segment: letters, digits, - and _", "NAME");

    public static Setting Client { get; } = new("--client", "node.cluster.client", SettingKind.Switch, "Be one of several nodes, without devices of its own: it reaches those of all segments");

    public static Setting Seeds { get; } = new(
        "--seed", "node.cluster.seeds", SettingKind.Texts, "A node by which this one joins the others, such as 10.0.0.5 or nas:8110; again for another; the same on all nodes (default: it begins a cluster)", "ADDRESS");

    public static Setting ClusterHost { get; } = new(
        "--cluster-host", "node.cluster.host", SettingKind.Text, $"Where the other nodes reach this one, and where it listens for them (default {ClusterSettings.DefaultHost})", "HOST");

    public static Setting ClusterPort { get; } = new("--cluster-port", "node.cluster.port", SettingKind.Text, $"The port there; 0 for a free one (default {ClusterSettings.DefaultPort})", "PORT");

    public static Setting Plain { get; } = new("--plain", "node.plain", SettingKind.Switch, "Log lines instead of the live table, as when the output is no terminal");

    public static Setting Verbose { get; } = new("--verbose", "node.verbose", SettingKind.Switch, "Debug log lines too");

    /// <summary>The running node that commands ask; a setting of theirs, not of the node.</summary>
    public static Setting Node { get; } = new(
        "--node", null, SettingKind.Text, "The running node to ask, such as http://127.0.0.1:8377; or set TUYACTORS_NODE (default: the one that has the database open, else the one at that address)", "URL");

    /// <summary>What <c>serve</c> takes, in the order of its help.</summary>
    public static IReadOnlyList<Setting> OfServe { get; } =
        [Config, Profile, Devices, Strict, Database, Memory, Simulate, SimulateBase, Faults, Urls, TokenFile, AllowedHosts, Segment, Client, Seeds, ClusterHost, ClusterPort, Plain, Verbose];

    /// <summary>The environment variable with the token itself. There is no such flag: everybody on a machine can read the command lines.</summary>
    public const string TokenVariable = Setting.Prefix + "TOKEN";
}
