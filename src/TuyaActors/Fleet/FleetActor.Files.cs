using Akka.Event;
using TuyaActors.Files;
using TuyaActors.Messages;

namespace TuyaActors.Fleet;

// Whether there is a file for each device.
public sealed partial class FleetActor
{
    /// <summary>One warning for what the fleet starts with; another only when twice as many devices find none, as devices may come one by one.</summary>
    private void LookAtFiles()
    {
        if (!_memory.Settled || _spec.Files.Limit is not { } limit)
            return;
        // The others have a connection for seconds, or share their gateway's.
        var devices = _memory.Definitions.Values.Count(definition => definition is { IsSubDevice: false, Mode: ConnectionMode.Persistent });
        var left = FileShortage.Left(limit, devices, _memory.FileReserve);
        if (left == 0 || left < 2 * _memory.ToldWithoutFile)
            return;
        _memory.ToldWithoutFile = left;
        _log.Warning("{0}", FileShortage.Sentence(limit, devices, _memory.FileReserve));
    }
}
