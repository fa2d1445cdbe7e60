using System.Diagnostics;
using System.Text.Json;
using TuyaActors.Messages;

namespace TuyaActors.Telemetry;

/// <summary>A command's way as an activity: begun where it arrives, ended with its outcome. An actor's thread keeps no current activity in between.</summary>
internal static class CommandTracing
{
    // Filled with the handful of command and outcome types there are.
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<Type, string> Words = new();

    /// <summary><c>null</c>, and nothing done, where nobody listens.</summary>
    public static Activity? Begin(IDeviceCommand command, bool behindGateway)
    {
        if (!TuyaTelemetry.Source.HasListeners())
            return null;
        var current = Activity.Current;
        try
        {
            // An explicit parent, or none: what this thread did before is no part of it.
            Activity.Current = null;
            _ = ActivityContext.TryParse(command.TraceParent, null, isRemote: true, out var parent);
            return TuyaTelemetry.Source.StartActivity("tuya.command", ActivityKind.Consumer, parent)
                ?.SetTag("tuya.device.id", command.DeviceId.Value)
                .SetTag("tuya.command", Word(command))
                .SetTag("tuya.behind_gateway", behindGateway);
        }
        finally
        {
            Activity.Current = current;
        }
    }

    /// <summary>It, or a part of it, was handed to the connection.</summary>
    public static void Sent(Activity? activity, string version) =>
        activity?.AddEvent(new ActivityEvent("sent", tags: new ActivityTagsCollection { ["tuya.version"] = version }));

    /// <summary>Stops it.</summary>
    public static void End(Activity? activity, CommandOutcome outcome)
    {
        if (activity is null)
            return;
        activity.SetTag("tuya.outcome", Word(outcome));
        activity.SetStatus(outcome.Succeeded ? ActivityStatusCode.Ok : ActivityStatusCode.Error, outcome.Succeeded ? null : outcome.Sentence);
        var current = Activity.Current;
        activity.Dispose();
        Activity.Current = current;
    }

    /// <summary><c>SetDps</c> as <c>set_dps</c>, <c>TimedOut</c> as <c>timed_out</c>.</summary>
    public static string Word(object message) => Words.GetOrAdd(message.GetType(), static type => JsonNamingPolicy.SnakeCaseLower.ConvertName(type.Name));
}
