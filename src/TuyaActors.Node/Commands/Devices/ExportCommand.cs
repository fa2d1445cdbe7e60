using System.CommandLine;
using System.Text;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Definitions;
using TuyaActors.Node.Running;

namespace TuyaActors.Node.Commands.Devices;

/// <summary><c>tuyactors devices export</c>: writes tinytuya's devices.json.</summary>
internal static class ExportCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var command = new DeskCommand(
            environment,
            "export",
            "Write all devices as tinytuya's devices.json, without keys unless asked for.",
            "devices export",
            "devices export backup.json --with-keys");
        var path = command.With(new Argument<string?>("file") { Description = "The file; without, standard output", HelpName = "FILE", Arity = ArgumentArity.ZeroOrOne });
        var withKeys = command.With(Options.Switch("--with-keys", "With the local keys, readable by the file's owner only. Not while a node runs"));
        var force = command.With(Options.Switch("--force", "Replace a file that is there"));
        command.SetDeskAction(_ => DatabaseAbsent.Refuse, parsed =>
        {
            var (file, keys) = (parsed.GetValue(path), parsed.GetValue(withKeys));
            if (file is null && keys && environment.IsTerminal)
            {
                throw new UsageException("--with-keys: keys are not shown on a terminal; give a FILE, or let another program read them.");
            }

            if (file is not null && !parsed.GetValue(force) && Path.Exists(file))
            {
                throw new UsageException($"FILE: '{file}' is there already; --force replaces it.");
            }

            return async (desk, end) =>
            {
                if (!(await desk.ExportAsync(keys, end)).IsOk(out var bytes, out var problem))
                {
                    return command.Tell(problem);
                }

                if (file is null)
                {
                    environment.TryWriteLine(Encoding.UTF8.GetString(bytes).TrimEnd('\n'));
                    return ExitCode.Ok;
                }

                WholeFile.Write("FILE", file, bytes, ownerOnly: keys);
                environment.Error.WriteLine($"wrote {file}{(keys ? ", with all local keys: whoever reads it commands the devices" : ", without keys")}");
                return ExitCode.Ok;
            };
        });
        return command;
    }
}
