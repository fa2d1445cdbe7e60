using System.Globalization;
using TuyaActors.Messages;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Definitions;
using TuyaActors.Node.Json;
using TuyaActors.Node.Remote;
using TuyaActors.Node.Screen;

namespace TuyaActors.Node.Commands.OneDevice;

/// <summary><c>tuyactors device DEVICE frames</c>: what went over a device's connection in the last minute, decrypted.</summary>
internal static class FramesCommand
{
    // A person follows that; the node keeps a minute of frames.
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>Makes the command.</summary>
    public static FleetCommand Create(CommandEnvironment environment, OneDevice wanted, NodeOptions node)
    {
        var command = new FleetCommand(
            environment,
            "frames",
            "Show the frames of the last minute, decrypted; of a device behind a gateway, the gateway's. The first look begins the recording, which ends a minute after the last.",
            ["device 'Hall lamp' frames", "device 'Hall lamp' frames --follow", "device 'Hall lamp' frames --follow --seconds 30 --json"],
            node);
        var follow = command.With(Options.Switch("--follow", "Go on with those that come, until Ctrl-C"));
        var seconds = command.With(Options.Seconds("--seconds", "With --follow: end after this time"));
        var hex = command.With(Options.Switch("--hex", "The bytes of each frame, too, as they went over the wire"));
        var json = command.With(Options.Switch("--json", "The answer of the HTTP face as JSON; with --follow, one line for each frame"));
        command.SetNodeAction(parsed =>
        {
            var (device, follows) = (wanted.Name(parsed), parsed.GetValue(follow));
            if (parsed.GetValue(seconds) is not null && !follows)
            {
                throw new UsageException("--seconds is how long to follow, and --follow is missing.");
            }

            return async (fleet, end) =>
            {
                if (!(await fleet.FindAsync(device, end)).IsOk(out var found, out var problem))
                {
                    return command.Tell(problem);
                }

                var writer = new Writer(environment, parsed.GetValue(hex), parsed.GetValue(json));
                if (follows)
                {
                    return await FollowAsync(environment, command, fleet, found, writer, parsed.GetValue(seconds), end);
                }

                if (!(await fleet.FramesAsync(found.Id, end)).IsOk(out var recording, out problem))
                {
                    return command.Tell(problem);
                }

                if (parsed.GetValue(json))
                {
                    environment.TryWriteLine(JsonText.Of(recording, environment.IsTerminal));
                    return ExitCode.Ok;
                }

                _ = recording.Frames.All(writer.TryWrite);
                environment.Error.WriteLine(recording.Frames.Count > 0
                    ? $"{Words.Count(recording.Frames.Count, "frame")} of {Name(found, recording)}, recorded since {Spans.Clock(recording.Since, environment.Time)}"
                    : $"no frame of {Name(found, recording)} yet: the recording has begun; look again in a while, or follow it with --follow");
                return ExitCode.Ok;
            };
        });
        return command;
    }

    private static async Task<int> FollowAsync(
        CommandEnvironment environment, FleetCommand command, RemoteFleet fleet, DeviceJson device, Writer writer, TimeSpan? seconds, CancellationToken end)
    {
        using var timeIsUp = new CancellationTokenSource(seconds ?? Timeout.InfiniteTimeSpan, environment.Time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(end, timeIsUp.Token);
        FrameRecordJson? last = null;
        try
        {
            for (var isFirst = true; ; isFirst = false)
            {
                if (!(await fleet.FramesAsync(device.Id, over.Token)).IsOk(out var recording, out var problem))
                {
                    return command.Tell(problem);
                }

                if (isFirst)
                {
                    environment.Error.WriteLine($"following the frames of {Name(device, recording)}; Ctrl-C ends");
                }

                var frames = Behind(recording.Frames, last, out var isGap);
                if (isGap)
                {
                    environment.Error.WriteLine("some frames are missing here: there were more than the node keeps");
                }

                if (!frames.All(writer.TryWrite))
                {
                    return ExitCode.Ok;
                }

                last = recording.Frames is [.., var newest] ? newest : last;
                await Task.Delay(Period, environment.Time, over.Token);
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            return ExitCode.Ok;
        }
    }

    // Frames have no numbers; but two that are the same do not come at the same time.
    private static IEnumerable<FrameRecordJson> Behind(IReadOnlyList<FrameRecordJson> frames, FrameRecordJson? last, out bool isGap)
    {
        isGap = false;
        if (last is null)
        {
            return frames;
        }

        for (var i = frames.Count - 1; i >= 0; i--)
        {
            if (frames[i].At == last.At && frames[i].Direction == last.Direction && frames[i].Hex == last.Hex)
            {
                return frames.Skip(i + 1);
            }
        }

        // It was pushed out; or it grew too old while nothing came.
        isGap = frames.Count >= FrameRecording.MostFrames;
        return frames.Where(frame => frame.At >= last.At);
    }

    private static string Name(DeviceJson device, FramesJson recording) =>
        recording.Device == device.Id ? $"'{OneLine.Of(device.Name)}'" : $"the gateway {recording.Device}, which '{OneLine.Of(device.Name)}' is behind";

    private sealed class Writer(CommandEnvironment environment, bool hex, bool json)
    {
        public bool TryWrite(FrameRecordJson frame) => json
            ? environment.TryWriteLine(JsonText.Of(frame))
            : environment.TryWriteLine(OneLine.Of(Line(frame))) && (!hex || environment.TryWriteLine($"              {frame.Hex}"));

        private string Line(FrameRecordJson frame)
        {
            var time = TimeZoneInfo.ConvertTime(frame.At, environment.Time.LocalTimeZone).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
            var what = frame.CommandName ?? (frame.Command is { } number ? $"command {number}" : "?");
            var seqno = frame.Seqno is { } seq ? $"#{seq}" : "";
            var retcode = frame.Retcode is { } code and not 0 ? $"retcode {code} " : "";
            var payload = frame.Payload ?? (frame.PayloadHex is { } bytes ? $"hex {bytes}" : "");
            var problem = frame.Problem is { } why ? $"unreadable: {why} " : "";
            return $"{time}  {(frame.Direction == FrameDirection.Sent ? "->" : "<-")}  {frame.Version}  {what,-18}  {seqno,-8}  {retcode}{problem}{payload}".TrimEnd();
        }
    }
}
