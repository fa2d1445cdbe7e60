using System.CommandLine;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Commands.Devices;
using TuyaActors.Node.Configuration;
using TuyaActors.Node.Definitions;
using TuyaActors.Node.Json;
using TuyaActors.Node.Running;
using TuyaActors.Node.Screen;
using TuyaActors.Storage;

namespace TuyaActors.Node.Commands.Database;

/// <summary><c>tuyactors db</c> and <c>tuyactors keys</c>: care for the database of a fleet that does not run.</summary>
internal static class DbCommand
{
    /// <summary>Makes <c>db</c> and the commands below it.</summary>
    public static Command Create(CommandEnvironment environment) => new NodeCommand(
        "db",
        "Look at the database of a fleet that does not run, and tidy it.",
        "db info",
        "db verify --db /var/lib/tuyactors/tuya.db")
    {
        Command(environment, "info", "Say what is in the database. Changes nothing.", Info),
        Command(environment, "verify", "Read all of the database: whether it is whole, and each local key can be opened. Changes nothing.", Verify),
        Command(environment, "vacuum", "Write the database anew, without what was deleted. Takes as much free space as it has.", Vacuum),
    };

    /// <summary>Makes <c>keys</c> and the command below it.</summary>
    public static Command CreateKeys(CommandEnvironment environment) => new NodeCommand(
        "keys",
        "Look at the master keys that the local keys in the database are sealed with, and change them.",
        "keys info",
        "keys rotate")
    {
        Rotate(environment),
        Command(environment, "info", "Say which master keys there are, and which are needed; by names that tell nothing about them.", Keys, "keys"),
    };

    private static DeskCommand Rotate(CommandEnvironment environment)
    {
        var command = new DeskCommand(
            environment,
            "rotate",
            "Seal all local keys with a new master key, and forget the former one. Copy the key file anew afterwards.",
            "keys rotate",
            "keys rotate --node http://127.0.0.1:8377");
        command.SetDeskAction(_ => DatabaseAbsent.Refuse, _ => async (desk, end) =>
        {
            if (!(await WorkBar.RunAsync(environment, isQuiet: false, "sealing all local keys anew", null, () => desk.RotateMasterKeyAsync(end))).IsOk(out var done, out var problem))
            {
                return command.Tell(problem);
            }

            environment.TryWriteLine(done.Done);
            return ExitCode.Ok;
        });
        return command;
    }

    private static NodeCommand Command(
        CommandEnvironment environment, string name, string description, Func<DatabaseCare, CommandEnvironment, bool, int> run, string parent = "db")
    {
        var command = new NodeCommand(name, description, $"{parent} {name}", $"{parent} {name} --db /var/lib/tuyactors/tuya.db --json");
        var settings = new SettingOptions(DatabaseSettings.All);
        var json = Options.Switch("--json", "The answer as JSON");
        settings.AddTo(command);
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            using var care = DatabaseCare.Open(DatabaseSettings.Read(SettingLayers.Read(settings, parsed, environment)), environment.Variable);
            return run(care, environment, parsed.GetValue(json));
        });
        return command;
    }

    private static int Info(DatabaseCare care, CommandEnvironment environment, bool json)
    {
        var info = care.Info();
        Write(environment, json, DatabaseInfoJson.Of(info),
        [
            ("database", info.Path),
            ("size", $"{info.Size}, {info.FreeBytes} of them free"),
            ("schema", $"{info.Schema}"),
            ("devices", info.Definitions is { } definitions ? $"{definitions}" : "cannot be read; 'tuyactors db verify' says why"),
            ("events", $"{info.Events}"),
            ("snapshots", $"{info.Snapshots}"),
            ("master keys", info.KeysPresent.IsEmpty ? "none found" : $"{string.Join(", ", info.KeysPresent)}, from {info.KeysPlace}"),
        ]);
        return Problems(info, environment);
    }

    private static int Keys(DatabaseCare care, CommandEnvironment environment, bool json)
    {
        var info = care.Info();
        Write(environment, json, DatabaseInfoJson.Of(info),
        [
            ("from", info.KeysPlace ?? "nowhere"),
            ("current", info.KeysPresent.IsEmpty ? "none" : info.KeysPresent[0]),
            ("former", info.KeysPresent.Length > 1 ? string.Join(", ", info.KeysPresent.Skip(1)) : "none"),
            .. info.KeysInUse.Select(used => ($"seals", $"{used.Value} local keys with {used.Key}{(info.KeysMissing.Contains(used.Key) ? ", which is missing" : "")}")),
        ]);
        return Problems(info, environment);
    }

    private static int Verify(DatabaseCare care, CommandEnvironment environment, bool json)
    {
        var found = care.Verify();
        Write(environment, json, new DatabaseFindingsJson(found.IsSound, found.Events, found.Snapshots, found.Keys, found.Broken, found.Newer),
        [
            ("events", $"{found.Events} read"),
            ("snapshots", $"{found.Snapshots} read"),
            ("local keys", $"{found.Keys} found"),
            .. found.Newer.Select(newer => ("newer", $"{newer.Value} of kind '{newer.Key}', which only a newer version can read; kept")),
            ("result", found.IsSound ? "sound" : "not sound"),
        ]);
        foreach (var broken in found.Broken)
        {
            environment.Error.WriteLine(broken);
        }

        return found.IsSound ? ExitCode.Ok : ExitCode.BadStorage;
    }

    private static int Vacuum(DatabaseCare care, CommandEnvironment environment, bool json)
    {
        var (before, after) = care.Vacuum();
        Write(environment, json, new VacuumJson(before.Total, after.Total), [("before", $"{before}"), ("after", $"{after}")]);
        return ExitCode.Ok;
    }

    private static int Problems(DatabaseInfo info, CommandEnvironment environment)
    {
        if (info.KeyProblem is { } problem)
        {
            environment.Error.WriteLine(problem);
        }

        if (info.KeysMissing.IsEmpty)
        {
            return ExitCode.Ok;
        }

        environment.Error.WriteLine($"Some local keys are sealed with master keys that are not here: {string.Join(", ", info.KeysMissing)}. Put them back; without them these local keys are lost.");
        return ExitCode.BadStorage;
    }

    private static void Write<T>(CommandEnvironment environment, bool json, T answer, IEnumerable<(string Word, string Text)> lines)
    {
        if (json)
        {
            environment.TryWriteLine(JsonText.Of(answer, environment.IsTerminal));
            return;
        }

        foreach (var (word, text) in lines)
        {
            environment.TryWriteLine($"{word,-13}{text}");
        }
    }
}
