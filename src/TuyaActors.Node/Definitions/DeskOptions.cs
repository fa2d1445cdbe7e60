using System.CommandLine;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Http;

namespace TuyaActors.Node.Definitions;

/// <summary>The options that say where the definitions are.</summary>
internal sealed class DeskOptions
{
    private readonly Option<string?> _node = Options.Text("--node", $"The running node to ask (default {ListenAddress.Default.Url})", "URL");

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command) => command.Options.Add(_node);

    /// <summary>Opens the desk.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="environment">The world.</param>
    /// <param name="creates">Whether a database that is not there is made.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="UsageException">The options are wrong.</exception>
    public Task<IDefinitionDesk> OpenAsync(ParseResult parsed, CommandEnvironment environment, bool creates, CancellationToken cancellationToken)
    {
        var url = parsed.GetValue(_node) ?? ListenAddress.Default.Url;
        return Task.FromResult<IDefinitionDesk>(new RemoteDesk(
            ListenAddress.TryParse(url, out var node, out var why) ? node : throw new UsageException($"--node: {why}.")));
    }
}
