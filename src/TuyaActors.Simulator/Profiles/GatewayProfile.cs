using TuyaActors.Protocol;

namespace TuyaActors.Simulator.Profiles;

/// <summary>4 alarm sound, 32 state of the gateway. Its life is in its sub-devices.</summary>
internal sealed class GatewayProfile : DeviceProfile
{
    private const int AlarmSound = 4;
    private const int MasterState = 32;

    public override string Kind => "gateway";

    public override string Category => "wg2";

    public override string ProductName => "Wired Zigbee Gateway";

    public override string ProductKey => "keygatew6r4cj0lm";

    public override IReadOnlyList<DpDefinition> DataPoints { get; } =
    [
        DpDefinition.Switch(AlarmSound, "switch_alarm_sound"),
        DpDefinition.Choice(MasterState, "master_state", "normal", "alarm"),
    ];

    public override DpSet InitialState(Random random) => DpSet.Of((AlarmSound, true), (MasterState, "normal"));

    public override DpSet Drift(DpSet state, TimeSpan elapsed, Random random) => DpSet.Empty;
}
