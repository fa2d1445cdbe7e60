using TuyaActors.Messages;

namespace TuyaActors.Device.Facts;

/// <summary>Between a device and its <see cref="FactsActor"/>.</summary>
internal static class FactsMessages
{
    /// <summary>To the device: what was written down before the start.</summary>
    public sealed record Restored(DeviceRecord Record);

    /// <summary>To the device: something could not be read or written.</summary>
    public sealed record Trouble(string Sentence);

    /// <summary>To the device: writing works (again).</summary>
    public sealed record Well;

    /// <summary>All that is known now; what is new in it is written down at once.</summary>
    public sealed record Learned(DeviceFacts Facts);

    /// <summary>The whole, to be written down.</summary>
    public sealed record Save(DeviceRecord Record);

    /// <summary>The end: what is not yet written is written, <paramref name="Unsaved"/> too, then the actor stops.</summary>
    /// <param name="Unsaved"><c>null</c>: nothing has changed since the last <see cref="Save"/>.</param>
    public sealed record Close(DeviceRecord? Unsaved);

    /// <summary>The device is removed: all is deleted, then the actor stops.</summary>
    public sealed record Forget;
}

/// <summary>From the devices and the registry to who keeps an eye on the storage.</summary>
internal static class StorageMessages
{
    /// <summary>What concerns this device could not be read or written.</summary>
    /// <param name="DeviceId">Which.</param>
    /// <param name="Sentence">Why.</param>
    public sealed record Trouble(DeviceId DeviceId, string Sentence) : IWithDeviceId;

    /// <summary>It can be written again, or is written no more.</summary>
    public sealed record Well(DeviceId DeviceId) : IWithDeviceId;

    /// <summary>What was learned of the definitions' storage.</summary>
    /// <param name="Problem">Why they could not be read or written last, as a sentence; <c>null</c>: they could.</param>
    public sealed record RegistryChanged(string? Problem);
}
