using TuyaActors.Protocol;

namespace TuyaActors.Simulator.Profiles;

/// <summary>1 switch, 2 temperature asked for (0.1 °C), 3 temperature now (0.1 °C), 4 mode.</summary>
internal sealed class ThermostatProfile : DeviceProfile
{
    private const int Switch = 1;
    private const int Target = 2;
    private const int Current = 3;
    private const int Mode = 4;

    /// <summary>What an unheated room comes to.</summary>
    private const long Unheated = 160;

    public override string Kind => "thermostat";

    public override string Category => "wk";

    public override string ProductName => "Room Thermostat";

    public override string ProductKey => "keytherm9b2zu5se";

    public override IReadOnlyList<DpDefinition> DataPoints { get; } =
    [
        DpDefinition.Switch(Switch, "switch"),
        DpDefinition.Number(Target, "temp_set", 50, 350, "℃", scale: 1, step: 5),
        DpDefinition.Number(Current, "temp_current", -200, 600, "℃", scale: 1, writable: false),
        DpDefinition.Choice(Mode, "mode", "auto", "manual", "eco", "holiday"),
    ];

    public override DpSet InitialState(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return DpSet.Of((Switch, true), (Target, 180 + random.Next(0, 11) * 5), (Current, random.Next(160, 230)), (Mode, "auto"));
    }

    public override DpSet Drift(DpSet state, TimeSpan elapsed, Random random)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(random);
        var goal = state[Switch].AsBoolean() ? state[Target].AsInteger() : Unheated;
        var now = state[Current].AsInteger();
        return DpSet.Of((Current, now == goal ? now + random.Next(-1, 2) : now + Math.Sign(goal - now) * random.Next(1, 4)));
    }
}
