namespace TuyaActors.Messages;

/// <summary>What a state means for whoever wants to know how the fleet is.</summary>
public static class DeviceStates
{
    /// <summary>Whether all is well with a device in this state: it answers, or (connected on demand) it did when it was asked last.</summary>
    public static bool IsWell(this DeviceState state) => state is DeviceState.Online or DeviceState.Idle;
}
