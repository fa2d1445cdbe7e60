using System.Collections.Immutable;
using Akka.Actor;
using TuyaActors.Connection;
using TuyaActors.Messages;

namespace TuyaActors.Device;

// For those who look closer: how it came to stand where it does, and what goes over the wire.
internal sealed partial class DeviceActor
{
    private sealed record LookOver;

    // Only while somebody looks.
    private FrameLog? _frames;

    private bool Look(object message)
    {
        switch (message)
        {
            case DeviceQueries.GetHistory:
                Sender.Tell(new DeviceReplies.HistoryFound(new DeviceHistory(Id)
                {
                    Periods = [.. _memory.States.Periods],
                    Addresses = _memory.Addresses.Known,
                    ClaimedAddress = _memory.Addresses.Claimed,
                    Dps = Shown(null),
                }));
                return true;
            case DeviceMessages.CompleteHistory sub:
                Sender.Tell(new DeviceReplies.HistoryFound(sub.History with { Dps = Shown(sub.Cid) }));
                return true;
            case DeviceQueries.GetFrames query:
                LookAtFrames(query);
                return true;
            case ConnectionEvent.Framed framed:
                _frames?.Note(framed.Frame);
                return true;
            case LookOver:
                _frames = null;
                return true;
            default:
                return false;
        }
    }

    private void LookAtFrames(DeviceQueries.GetFrames query)
    {
        Sender.Tell(new DeviceReplies.FramesRecorded(query.DeviceId, (_frames ??= new FrameLog()).Look(Id, Now)));
        if (_isClosing)
            return;
        Timers.StartSingleTimer(nameof(LookOver), new LookOver(), FrameRecording.Length);
        if (_state.HasConnection())
            _connection.Tell(new ConnectionCommands.Record(_frames.Until!.Value));
    }

    private ImmutableArray<DpShown> Shown(string? cid) => [.. _memory.KnownDps.SeenOf(cid).Select(seen => seen.ToShown())];
}
