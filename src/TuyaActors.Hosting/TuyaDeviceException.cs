using TuyaActors.Messages;

namespace TuyaActors.Hosting;

/// <summary>A device did not do what only a device can do; the message is the sentence for people, never a key.</summary>
public sealed class TuyaDeviceException : Exception
{
    internal TuyaDeviceException(DeviceId deviceId, string sentence, Diagnosis? diagnosis = null, CommandOutcome? outcome = null)
        : base(sentence) => (DeviceId, Diagnosis, Outcome) = (deviceId, diagnosis, outcome);

    /// <summary>Which device; <c>default</c> where its id is none.</summary>
    public DeviceId DeviceId { get; }

    /// <summary>What is wrong with it, where that is known.</summary>
    public Diagnosis? Diagnosis { get; }

    /// <summary>How the attempt ended, where one was made.</summary>
    public CommandOutcome? Outcome { get; }
}
