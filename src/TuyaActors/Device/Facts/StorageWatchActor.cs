using Akka.Actor;
using Akka.Event;
using TuyaActors.Messages;

namespace TuyaActors.Device.Facts;

/// <summary>
/// Hears of the registry, and of every device that cannot write down what it knows, and says it once: with a full disk all of them cannot. Tells the same to
/// the router, for the fleet's health.
/// </summary>
internal sealed class StorageWatchActor(IActorRef router, bool isPersistent) : UntypedActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly HashSet<DeviceId> _troubled = [];
    private string? _ofRegistry;
    private string? _ofDevices;

    /// <summary>How to make one.</summary>
    /// <param name="router">Who is told.</param>
    /// <param name="isPersistent">Whether what is stored survives the process.</param>
    public static Props Props(IActorRef router, bool isPersistent) => Akka.Actor.Props.Create(() => new StorageWatchActor(router, isPersistent));

    /// <inheritdoc/>
    protected override void PreStart() => Tell();

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case StorageMessages.Trouble trouble:
                if (!_troubled.Add(trouble.DeviceId) || _troubled.Count > 1)
                    break;
                _log.Warning("What the fleet learns is not stored; it goes on without, and tries again. Device '{0}': {1}", trouble.DeviceId, trouble.Sentence);
                _ofDevices = $"device '{trouble.DeviceId}': {trouble.Sentence}";
                Tell();
                break;
            case StorageMessages.Well well:
                if (!_troubled.Remove(well.DeviceId) || _troubled.Count > 0)
                    break;
                _log.Info("What the fleet learns is stored again.");
                _ofDevices = null;
                Tell();
                break;
            // Who told it has logged it.
            case StorageMessages.RegistryChanged changed:
                _ofRegistry = changed.Problem;
                Tell();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Tell() => router.Tell(new StorageHealth(isPersistent, _ofRegistry ?? _ofDevices));
}
