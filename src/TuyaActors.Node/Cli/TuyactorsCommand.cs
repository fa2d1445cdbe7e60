using System.CommandLine;
using System.CommandLine.Help;
using TuyaActors.Node.Cli.Completion;
using TuyaActors.Node.Commands;
using TuyaActors.Node.Commands.Config;
using TuyaActors.Node.Commands.Database;
using TuyaActors.Node.Commands.Devices;
using TuyaActors.Node.Commands.OneDevice;
using TuyaActors.Node.Commands.Watching;
using TuyaActors.Node.Wire;

namespace TuyaActors.Node.Cli;

/// <summary>The root command with all others below it.</summary>
internal static class TuyactorsCommand
{
    /// <summary>Makes the tree of commands, working in the given world.</summary>
    public static RootCommand Create(CommandEnvironment environment)
    {
        var root = new RootCommand("Runs and talks to a fleet of Tuya Wi-Fi devices on the LAN, protocol 3.1 to 3.5, without the cloud.")
        {
            ServeCommand.Create(environment),
            StatusCommand.Create(environment),
            GetCommand.Create(environment),
            SetCommand.Create(environment),
            MonitorCommand.Create(environment),
            WatchCommand.Create(environment),
            ScanCommand.Create(environment),
            DevicesCommand.Create(environment),
            OneDeviceCommand.Create(environment),
            HealthCommand.Create(environment),
            ClusterCommand.Create(environment),
            DbCommand.Create(environment),
            DbCommand.CreateKeys(environment),
            ConfigCommand.Create(environment),
            SimulateCommand.Create(environment),
            WireCommand.Create(environment),
            CompletionCommand.Create(environment),
        };
        foreach (var option in root.Options)
        {
            switch (option)
            {
                case HelpOption { Action: HelpAction usual } help:
                    help.Action = new ExamplesHelpAction(usual);
                    break;
                case VersionOption version:
                    version.Description = "Show the version and the Akka engine";
                    version.Action = new VersionAction();
                    break;
            }
        }

        return root;
    }
}
