using TuyaActors.Messages;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Running;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Commands;

/// <summary>Tells on standard error what is wrong with a device and what to do about it.</summary>
internal static class DeviceReport
{
    /// <summary>Tells why a call did not succeed, or succeeded with a "but"; answers the exit code.</summary>
    public static int Write(TextWriter error, DeviceAnswer answer)
    {
        if (answer.Outcome is CommandOutcome.Confirmed)
        {
            return ExitCode.Ok;
        }

        // The diagnosis has lines of its own.
        var outcome = answer.Outcome is CommandOutcome.Offline offline ? offline with { Diagnosis = null } : answer.Outcome;
        error.WriteLine($"{answer.Outcome.DeviceId}: {outcome.Sentence}");
        if (answer.Outcome.Succeeded)
        {
            return ExitCode.Ok;
        }

        var diagnosis = (answer.Outcome as CommandOutcome.Offline)?.Diagnosis ?? answer.Device?.Diagnosis;
        if (diagnosis is not null)
        {
            Write(error, diagnosis);
            if (diagnosis.Kind == DiagnosisKind.KeyRejected && answer.Target.Connected.Version is { } version)
            {
                error.WriteLine($"hint: or it does not speak {version.ToText()}, which was told and not found out; try --version auto.");
            }
        }
        else if (answer is { Outcome: CommandOutcome.TimedOut, Device: { State: DeviceState.Online, Version: ProtocolVersion.V31 } })
        {
            error.WriteLine("hint: it is connected, but slow or busy, or the key is wrong: a 3.1 device answers questions whatever the key, and commands under a wrong one not at all.");
        }
        else if (answer is { Outcome: CommandOutcome.TimedOut, Device.State: DeviceState.Online })
        {
            error.WriteLine("hint: it is connected, but slow or busy; try again, or with a longer --timeout.");
        }

        return ExitCode.Failed;
    }

    /// <summary>Tells a diagnosis: its name, what was seen, and what to do.</summary>
    public static void Write(TextWriter error, Messages.Diagnosis diagnosis)
    {
        error.WriteLine($"diagnosis: {diagnosis.Kind} (tinytuya's {diagnosis.TinytuyaCode}){(diagnosis.Evidence is { } seen ? $": {seen}" : "")}");
        error.WriteLine($"hint: {diagnosis.Sentence}");
    }
}
