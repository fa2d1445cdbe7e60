using System.CommandLine;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Configuration;
using TuyaActors.Node.Json;
using TuyaActors.Node.Screen;

namespace TuyaActors.Node.Commands.Config;

/// <summary><c>tuyactors config</c>: what a node would be told by flags, environment and configuration file, without starting one.</summary>
internal static class ConfigCommand
{
    private static readonly Column<SettingRow>[] Columns =
    [
        new("setting", row => row.Name),
        new("value", row => row.Value.Length > 0 ? row.Value : "-"),
        new("from", row => row.Origin.ToString()),
    ];

    /// <summary>Makes <c>config</c> and the command below it.</summary>
    public static Command Create(CommandEnvironment environment) => new NodeCommand(
        "config",
        "Look at the settings of a node.",
        "config check",
        "config check --config /etc/tuyactors.conf")
    {
        CreateCheck(environment),
    };

    private static NodeCommand CreateCheck(CommandEnvironment environment)
    {
        var command = new NodeCommand(
            "check",
            "Read all settings as 'serve' with the same flags would, check the files that they name, and show where each comes from. Starts nothing.",
            "config check --config /etc/tuyactors.conf",
            "config check --urls http://*:8377 --token-file token --all",
            "config check --json");
        var settings = new SettingOptions(NodeSettings.OfServe);
        settings.AddTo(command);
        var all = Options.Switch("--all", "Those too that nobody has set, with their defaults");
        var json = Options.Switch("--json", "The answer as JSON");
        command.Options.Add(all);
        command.Options.Add(json);
        command.SetAction(async (parsed, _) =>
        {
            var configuration = NodeConfiguration.Read(settings, parsed, environment);
            var findings = await ConfigFindings.OfAsync(configuration);
            var rows = configuration.Rows.Where(row => parsed.GetValue(all) || row.Origin.Source != OriginSource.Default).OrderBy(row => row.Name, StringComparer.Ordinal).ToList();
            if (parsed.GetValue(json))
            {
                environment.TryWriteLine(JsonText.Of(ConfigJson.Of(rows, findings), environment.IsTerminal));
            }
            else
            {
                Write(environment, rows, findings);
            }

            return findings.Problems.Count == 0 ? ExitCode.Ok : ExitCode.BadUsage;
        });
        return command;
    }

    private static void Write(CommandEnvironment environment, List<SettingRow> rows, ConfigFindings findings)
    {
        foreach (var line in rows.Count == 0 ? ["nothing is set; --all shows the defaults"] : TextTable.Lines(Columns, rows))
        {
            if (!environment.TryWriteLine(line))
            {
                break;
            }
        }

        foreach (var warning in findings.Warnings)
        {
            environment.Error.WriteLine($"warning: {warning}");
        }

        foreach (var problem in findings.Problems)
        {
            environment.Error.WriteLine(problem);
        }

        environment.Error.WriteLine(findings.Problems.Count == 0
            ? "no problem: 'serve' would start with these settings"
            : $"{Definitions.Words.Count(findings.Problems.Count, "problem")}: 'serve' would not start");
    }
}
