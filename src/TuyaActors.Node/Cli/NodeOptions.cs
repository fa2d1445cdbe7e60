using System.CommandLine;
using System.Text.Json;
using TuyaActors.Node.Configuration;
using TuyaActors.Node.Json;
using TuyaActors.Node.Running;
using TuyaActors.Storage;

namespace TuyaActors.Node.Cli;

/// <summary>
/// The options that say which running node is asked, the same for all commands: the one that is named, else the one that has the database open, else the
/// one at the usual address if it answers.
/// </summary>
internal sealed class NodeOptions
{
    // On one machine an answer takes milliseconds; what listens there and does not answer is no node.
    private static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(2);

    private static readonly Setting[] Settings = [NodeSettings.Node, NodeClient.TokenFile, .. DatabaseSettings.All];

    private readonly SettingOptions _options = new(Settings);

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">Which.</param>
    /// <param name="recursive">Whether the commands below it have them too.</param>
    public NodeOptions AddTo(Command command, bool recursive = false)
    {
        _options.AddTo(command, recursive);
        return this;
    }

    /// <summary>The first of the options that the command line has; null: it has none.</summary>
    public string? Given(ParseResult parsed) => Settings.FirstOrDefault(setting => _options.Find(parsed, setting) is not null)?.Flag;

    /// <summary>What command line, environment and configuration file say.</summary>
    /// <exception cref="UsageException">It is wrong.</exception>
    public SettingLayers Read(ParseResult parsed, CommandEnvironment environment) => SettingLayers.Read(_options, parsed, environment).Checked();

    /// <summary>The node that <c>--node</c> names, or the environment where no flag names a database; null: neither does.</summary>
    /// <exception cref="UsageException">What is named is no node, or a database is named too.</exception>
    public static NodeClient? Named(SettingLayers layers)
    {
        var database = layers.FromFlag(NodeSettings.Database);
        if (layers.FromFlag(NodeSettings.Node) is not null && database is not null)
        {
            throw new UsageException("--node and --db are both given; allowed is one of them.");
        }

        return database is null ? NodeClient.Named(layers) : null;
    }

    /// <summary>The node at the usual address; null: the command line names a database, or no node answers there.</summary>
    public static async Task<NodeClient?> UsualAsync(SettingLayers layers, CommandEnvironment environment, CancellationToken cancellationToken)
    {
        if (environment.UsualNode is not { } url || layers.FromFlag(NodeSettings.Database) is not null)
        {
            return null;
        }

        // Without the token: what listens there may be another program.
        using var probe = new NodeClient(url);
        return await AnswersAsync(probe, cancellationToken) ? NodeClient.At(layers, url) : null;
    }

    /// <summary>The node to ask; null: none is found.</summary>
    /// <exception cref="UsageException">The options are wrong.</exception>
    /// <exception cref="NodeUnreachableException">One has the database, and says no address.</exception>
    public async Task<NodeClient?> FindAsync(ParseResult parsed, CommandEnvironment environment, CancellationToken cancellationToken)
    {
        var layers = Read(parsed, environment);
        if (Named(layers) is { } named)
        {
            return named;
        }

        // Who has it open says so beside it; where nobody does, a look at the lock could stand in the way of a node that starts.
        var database = DatabaseSettings.PathOf(layers);
        return (database is not null && File.Exists($"{database}.node") ? Holder(database) : null) switch
        {
            { Url: { } url } => NodeClient.At(layers, url),
            { } starting => throw new NodeUnreachableException($"the database {Path.GetFullPath(database!)} is in use by {starting}, which says no address to ask it at; it may be starting or ending."),
            null => await UsualAsync(layers, environment, cancellationToken),
        };
    }

    /// <summary>The node to ask.</summary>
    /// <exception cref="UsageException">The options are wrong.</exception>
    /// <exception cref="NodeUnreachableException">None is found.</exception>
    public async Task<NodeClient> RequireAsync(ParseResult parsed, CommandEnvironment environment, CancellationToken cancellationToken)
    {
        if (await FindAsync(parsed, environment, cancellationToken) is { } found)
        {
            return found;
        }

        var layers = Read(parsed, environment);
        List<string> looked = [DatabaseSettings.PathOf(layers) is { } database ? $"none has {database} open" : "no database says one"];

        if (environment.UsualNode is { } usual && layers.FromFlag(NodeSettings.Database) is null)
        {
            looked.Add($"none answers at {usual.GetLeftPart(UriPartial.Authority)}");
        }

        throw new NodeUnreachableException(
            $"no node is running that could be asked: {string.Join(", and ", looked)}. 'tuyactors serve' starts one; --node URL or {NodeSettings.Node.Variable} names one that runs elsewhere.");
    }

    /// <summary>Who has the database open; null: nobody.</summary>
    public static LockHolder? Holder(string database)
    {
        if (!Path.Exists(database))
        {
            return null;
        }

        try
        {
            if (!DatabaseLock.TryAcquire(database, out var free, out var holder))
            {
                return holder;
            }

            free.Dispose();
        }
        catch (StorageException)
        {
            // Another user's: a node that has it open says so to that user's programs.
        }

        return null;
    }

    private static async Task<bool> AnswersAsync(NodeClient node, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await node.SendAsync(new NodeRequest(HttpMethod.Get, "healthz/live") { Patience = UsualPatience }, cancellationToken);
            return JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(cancellationToken), NodeJson.Default.HealthJson)?.Status == HealthJson.Live.Status;
        }
        catch (Exception none) when (none is NodeUnreachableException or JsonException or HttpRequestException or IOException)
        {
            return false;
        }
    }
}
