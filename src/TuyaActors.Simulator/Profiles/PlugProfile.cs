using TuyaActors.Protocol;

namespace TuyaActors.Simulator.Profiles;

/// <summary>1 switch, 9 countdown (s), 17 energy (Wh), 18 current (mA), 19 power (0.1 W), 20 voltage (0.1 V).</summary>
internal sealed class PlugProfile : DeviceProfile
{
    private const int Switch = 1;
    private const int Countdown = 9;
    private const int Energy = 17;
    private const int Current = 18;
    private const int Power = 19;
    private const int Voltage = 20;

    /// <summary>A lamp of 60 W hangs on the plug.</summary>
    private const long LoadWhenOn = 600;

    /// <summary>Real plugs report a running countdown about twice a minute, not every second.</summary>
    private static readonly TimeSpan CountdownReport = TimeSpan.FromSeconds(30);

    public override string Kind => "plug";

    public override string Category => "cz";

    public override string ProductName => "Smart Plug with Energy Meter";

    public override string ProductKey => "keyplug5m3tuw8ae";

    public override IReadOnlyList<DpDefinition> DataPoints { get; } =
    [
        DpDefinition.Switch(Switch, "switch_1"),
        DpDefinition.Number(Countdown, "countdown_1", 0, 86400, "s"),
        DpDefinition.Number(Energy, "add_ele", 0, 50000, "kW·h", scale: 3, writable: false),
        DpDefinition.Number(Current, "cur_current", 0, 30000, "mA", writable: false),
        DpDefinition.Number(Power, "cur_power", 0, 36000, "W", scale: 1, writable: false),
        DpDefinition.Number(Voltage, "cur_voltage", 2200, 2400, "V", scale: 1, writable: false),
    ];

    public override DpSet InitialState(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var on = random.Next(2) == 0;
        var voltage = 2300 + random.Next(-40, 41);
        return DpSet.Of((Switch, on), (Countdown, 0), (Energy, random.Next(0, 5000)), (Voltage, voltage)).Merge(Load(on ? LoadWhenOn : 0, voltage));
    }

    public override DpSet Drift(DpSet state, TimeSpan elapsed, Random random)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(random);
        var voltage = Wander(state, Voltage, 8, random);
        if (!state[Switch].AsBoolean())
        {
            return DpSet.Of((Voltage, voltage));
        }

        var power = Math.Max(20, Wander(state, Power, 90, random));

        // Less than one Wh per push: rounded at random, so that the meter is right in the long run.
        var wattHours = power / 10.0 * elapsed.TotalHours;
        var energy = (state[Energy].AsInteger() + (long)(wattHours + random.NextDouble())) % 50001;
        return Load(power, voltage).With(Voltage, voltage).With(Energy, energy);
    }

    public override TimeSpan? NextStep(DpSet state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var left = state[Countdown].AsInteger();
        return left == 0 ? null : TimeSpan.FromSeconds(Math.Min(left, CountdownReport.TotalSeconds));
    }

    public override DpSet Step(DpSet state, TimeSpan elapsed)
    {
        ArgumentNullException.ThrowIfNull(state);
        var before = state[Countdown].AsInteger();
        var left = Math.Max(0, before - (long)Math.Round(elapsed.TotalSeconds));
        var changed = DpSet.Of((Countdown, left));
        return before == 0 || left > 0 ? changed : Switched(state, !state[Switch].AsBoolean(), changed);
    }

    protected override DpSet Consequences(DpSet state, DpSet accepted)
        => accepted.TryGetValue(Switch, out var on) && on != state[Switch] ? Switched(state, on.AsBoolean(), accepted) : accepted;

    private static DpSet Switched(DpSet state, bool on, DpSet changed)
    {
        var countdown = changed.ContainsKey(Countdown) ? changed : changed.With(Countdown, 0);
        return Load(on ? LoadWhenOn : 0, state[Voltage].AsInteger()).Merge(countdown).With(Switch, on);
    }

    private static DpSet Load(long power, long voltage) => DpSet.Of((Power, power), (Current, power * 1000 / voltage));
}
