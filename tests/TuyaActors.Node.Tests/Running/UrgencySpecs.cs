using TuyaActors.Messages;
using TuyaActors.Node.Running;

namespace TuyaActors.Node.Tests.Running;

public sealed class UrgencySpecs
{
    public static TheoryData<DeviceState, DiagnosisKind?, string> Cases { get; } = new()
    {
        { DeviceState.Online, null, "Well" },
        { DeviceState.Idle, null, "Well" },
        { DeviceState.Asleep, DiagnosisKind.Asleep, "AtRest" },
        { DeviceState.Stopped, null, "AtRest" },
        { DeviceState.KeyRejected, DiagnosisKind.KeyRejected, "NeedsOperator" },
        { DeviceState.KeyRejected, DiagnosisKind.Wedged, "NeedsOperator" },
        { DeviceState.Backoff, DiagnosisKind.Refused, "Failing" },
        { DeviceState.OutOfReach, DiagnosisKind.OutOfReach, "Failing" },
        { DeviceState.Resolving, DiagnosisKind.Unresolved, "Failing" },
        { DeviceState.Resolving, null, "OnTheWay" },
        { DeviceState.Waiting, null, "OnTheWay" },
        // Awake for once, and on its way.
        { DeviceState.Connecting, DiagnosisKind.Asleep, "OnTheWay" },
        // What is tried again stays what it was.
        { DeviceState.Connecting, DiagnosisKind.Refused, "Failing" },
        { DeviceState.Negotiating, DiagnosisKind.KeyRejected, "NeedsOperator" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Should_say_who_wants_to_be_looked_at(DeviceState state, DiagnosisKind? diagnosis, string urgency) =>
        Assert.Equal(urgency, Urgencies.Of(state, diagnosis).ToString());
}
