using TuyaActors.Messages;

namespace TuyaActors.Node.Running;

/// <summary>How much a device wants to be looked at; worst first.</summary>
internal enum Urgency
{
    /// <summary>It will not come back by itself.</summary>
    NeedsOperator,

    /// <summary>It is away; it is tried again, also at this moment.</summary>
    Failing,

    /// <summary>It is not online yet.</summary>
    OnTheWay,

    /// <summary>It is not expected to be online.</summary>
    AtRest,

    /// <summary>It is online.</summary>
    Well,
}

/// <summary>Who wants to be looked at.</summary>
internal static class Urgencies
{
    /// <summary>How much this device does.</summary>
    public static Urgency Of(DeviceSnapshot device) => Of(device.State, device.Diagnosis?.Kind);

    /// <summary>How much a device in this state does. What is being tried again stays what it was, so that lists that are sorted by this stand still.</summary>
    public static Urgency Of(DeviceState state, DiagnosisKind? diagnosis) => (state, diagnosis) switch
    {
        (DeviceState.Online or DeviceState.Idle, _) => Urgency.Well,
        (DeviceState.Asleep or DeviceState.Stopped, _) => Urgency.AtRest,
        (DeviceState.KeyRejected, _) or (_, DiagnosisKind.KeyRejected or DiagnosisKind.Wedged) => Urgency.NeedsOperator,
        (_, DiagnosisKind.Asleep) => Urgency.OnTheWay,
        (DeviceState.Backoff or DeviceState.OutOfReach, _) or (_, not null) => Urgency.Failing,
        _ => Urgency.OnTheWay,
    };
}
