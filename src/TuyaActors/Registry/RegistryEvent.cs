using TuyaActors.Messages;

namespace TuyaActors.Registry;

/// <summary>What happened to the registry. Local keys are in the clear here: for the disk they are sealed first.</summary>
internal abstract record RegistryEvent
{
    private RegistryEvent()
    {
    }

    /// <summary>A definition is this from now on, new or not.</summary>
    public sealed record Stored(StoredDefinition Definition) : RegistryEvent;

    /// <summary>A definition is gone.</summary>
    /// <param name="DeviceId">Whose.</param>
    /// <param name="Revision">Its last.</param>
    /// <param name="At">When.</param>
    public sealed record Removed(DeviceId DeviceId, long Revision, DateTimeOffset At) : RegistryEvent;
}
