using System.CommandLine;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Configuration;
using TuyaActors.Node.Serving;

namespace TuyaActors.Node.Commands;

/// <summary><c>tuyactors serve</c>: the node.</summary>
internal static class ServeCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var command = new NodeCommand(
            "serve",
            "Run a node: connect to all devices, follow them, and offer them over HTTP.",
            "serve --devices devices.json",
            "serve --db /var/lib/tuyactors/tuya.db --plain",
            "serve --simulate 24 --plain --urls http://127.0.0.1:9000",
            "serve --urls http://*:8377 --token-file token",
            "serve --simulate 24 --faults faults.json",
            "serve --profile hocon/segment.conf --segment garage --cluster-host 10.0.2.5 --seed 10.0.1.5 --seed 10.0.2.5");
        var settings = new SettingOptions(NodeSettings.OfServe);
        settings.AddTo(command);
        command.SetAction((parsed, end) => new NodeServer(environment, NodeConfiguration.Read(settings, parsed, environment).Settings).RunAsync(end));
        return command;
    }
}
