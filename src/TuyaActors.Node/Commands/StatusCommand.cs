using System.CommandLine;
using TuyaActors.Messages;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Json;
using TuyaActors.Node.Running;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Commands;

/// <summary><c>tuyactors status</c>: all values of one device.</summary>
internal static class StatusCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var command = new DeviceCommand(
            environment,
            "status",
            "Ask one device for all its values; JSON on standard output.",
            "status --id bf0123456789abcdefgh --key-file key.txt --ip 192.168.1.20",
            "status --devices devices.json --id 'Kitchen plug 1'");
        command.SetCall(
            command.AddTimeout(),
            (_, id) => (fleet, timeout, token) => fleet.RefreshAsync(id, timeout, token),
            (_, answer) => Finish(environment, answer));
        return command;
    }

    /// <summary>What the device reported, now and before.</summary>
    public static DpSet Reported(DeviceAnswer answer) =>
        (answer.Device?.Reported ?? DpSet.Empty).Merge(answer.Outcome is CommandOutcome.Confirmed confirmed ? confirmed.Reported : DpSet.Empty);

    private static int Finish(CommandEnvironment environment, DeviceAnswer answer)
    {
        if (answer.Outcome.Succeeded)
        {
            var device = answer.Device;
            var reported = Reported(answer);
            if (reported.Count == 0)
            {
                environment.Error.WriteLine($"{answer.Outcome.DeviceId}: the device answered, but reported no value");
            }

            var status = new StatusJson(
                answer.Outcome.DeviceId.Value,
                device?.Name is { } name && name != device.DeviceId.Value ? name : null,
                device?.Version?.ToText(),
                device?.EndPoint?.Address.ToString(),
                device?.EndPoint?.Port,
                reported);
            environment.TryWriteLine(JsonText.Of(status, environment.IsTerminal));
        }

        return DeviceReport.Write(environment.Error, answer);
    }
}
