using System.Buffers;
using System.Text.Json;
using TuyaActors.Node.Cli;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Commands.OneDevice;

/// <summary><c>tuyactors device DEVICE key</c>: gives a device its new local key.</summary>
internal static class KeyCommand
{
    /// <summary>Makes the command.</summary>
    public static FleetCommand Create(CommandEnvironment environment, OneDevice wanted, NodeOptions node)
    {
        var command = new FleetCommand(
            environment,
            "key",
            $"Give the device the local key that it has since it was paired anew: from a file, from {KeyOptions.Variable}, or typed in without being shown. It keeps its identity and its waiting commands.",
            ["device 'Hall lamp' key", "device 'Hall lamp' key --key-file key.txt --revision 3"],
            node);
        var options = new KeyOptions();
        foreach (var option in options.All)
        {
            command.Options.Add(option);
        }

        var revision = command.With(Options.Integer("--revision", "Only if the definition still has this revision, as 'device DEVICE' tells it", 1, int.MaxValue));
        command.SetNodeAction(parsed =>
        {
            var device = wanted.Name(parsed);
            var given = options.Read(parsed, environment);
            if (given is null && environment.AskSecret is null)
            {
                throw new UsageException($"the new local key is missing; give --key-file FILE, or set {KeyOptions.Variable}. (On a terminal it is asked for.)");
            }

            return async (fleet, end) =>
            {
                if (!(await fleet.FindAsync(device, end)).IsOk(out var found, out var problem))
                {
                    return command.Tell(problem);
                }

                var key = given ?? Parse(await environment.AskSecret!($"New local key of '{found.Name}' ({LocalKey.Length} characters, not shown)", end));
                if (!(await fleet.SetKeyAsync(found.Id, Body(key), parsed.GetValue(revision), end)).IsOk(out var now, out problem))
                {
                    return command.Tell(problem);
                }

                environment.TryWriteLine($"'{Screen.OneLine.Of(now.Name)}' ({now.Id}) has another local key now{(given is null || options.IsGiven(parsed) ? "" : $", that of {KeyOptions.Variable}")}, revision {now.Revision}");
                return ExitCode.Ok;
            };
        });
        return command;
    }

    private static LocalKey Parse(string text) => LocalKey.TryParse(text, out var key, out var why) ? key : throw new UsageException(why);

    private static byte[] Body(LocalKey key)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("key", key.Reveal());
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
