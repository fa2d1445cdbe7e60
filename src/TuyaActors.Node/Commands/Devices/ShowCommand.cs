using System.CommandLine;
using System.Globalization;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Definitions;
using TuyaActors.Node.Json;
using TuyaActors.Node.Screen;

namespace TuyaActors.Node.Commands.Devices;

/// <summary><c>tuyactors devices show</c>: all that is said of one device.</summary>
internal static class ShowCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var command = new DeskCommand(
            environment,
            "show",
            "Show one device's definition, and how the device is where a node runs. Its key is never shown.",
            "devices show 'Hall lamp'",
            "devices show bf0123456789abcdefgh --json");
        var device = command.WithDevice();
        var json = command.With(Options.Switch("--json", "The definition as JSON"));
        command.SetDeskAction(_ => DatabaseAbsent.Refuse, parsed => async (desk, end) =>
        {
            if (!(await DeviceFinder.FindAsync(desk, parsed.GetRequiredValue(device), end)).IsOk(out var found, out var problem))
            {
                return command.Tell(problem);
            }

            if (parsed.GetValue(json))
            {
                environment.TryWriteLine(JsonText.Of(found, environment.IsTerminal));
                return ExitCode.Ok;
            }

            foreach (var (word, text) in Definition(found).Concat(State(await desk.GetStateAsync(new Messages.DeviceId(found.Id), end))))
            {
                environment.TryWriteLine($"{word,-12}{OneLine.Of(text)}");
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static IEnumerable<(string Word, string Text)> Definition(DefinitionJson device)
    {
        yield return ("name", device.Name);
        yield return ("id", device.Id);
        yield return ("key", device.HasKey ? "***" : "none");
        if (device.Gateway is { } gateway)
        {
            yield return ("gateway", gateway);
            yield return ("cid", device.Cid ?? "");
        }
        else
        {
            yield return ("version", device.Version ?? "auto");
            yield return ("address", device.Address ?? "auto");
            yield return ("port", device.Port.ToString(CultureInfo.InvariantCulture));
            yield return ("connection", device.Connection);
        }

        yield return ("product", device.ProductName ?? "-");
        yield return ("group", device.Group ?? "-");
        yield return ("tags", device.Tags.Count == 0 ? "-" : string.Join(' ', device.Tags));
        if (device.Details is { } details)
        {
            yield return ("also kept", string.Join(", ", details.EnumerateObject().Select(field => field.Name)));
        }

        yield return ("revision", string.Create(CultureInfo.InvariantCulture, $"{device.Revision}, of {device.ChangedAt.ToLocalTime():yyyy-MM-dd HH:mm:ss}"));
    }

    private static IEnumerable<(string Word, string Text)> State(DeviceJson? device)
    {
        if (device is null)
        {
            yield break;
        }

        yield return ("state", $"{device.State}{(device.Diagnosis is { } why ? $": {why.Sentence}" : "")}");
        if (device.Address is { } address)
        {
            yield return ("found at", string.Create(CultureInfo.InvariantCulture, $"{address} port {device.Port}, version {device.Version ?? "not known yet"}"));
        }

        yield return ("reported", $"{JsonText.Of(device.Reported)}{(device.Stale ? ", may be out of date" : "")}");
    }
}
