using TuyaActors.Protocol;

namespace TuyaActors.Simulator.Profiles;

/// <summary>1 control (open, stop, close), 2 position asked for, 3 position now; in percent, 100 is open.</summary>
internal sealed class CoverProfile : DeviceProfile
{
    private const int Control = 1;
    private const int Target = 2;
    private const int Position = 3;
    private const double PercentPerSecond = 10;

    /// <summary>Curtain motors report their position about twice a second while they run.</summary>
    private static readonly TimeSpan Report = TimeSpan.FromMilliseconds(500);

    public override string Kind => "cover";

    public override string Category => "cl";

    public override string ProductName => "Curtain Motor";

    public override string ProductKey => "keycover4xk6t1pd";

    public override IReadOnlyList<DpDefinition> DataPoints { get; } =
    [
        DpDefinition.Choice(Control, "control", "open", "stop", "close"),
        DpDefinition.Number(Target, "percent_control", 0, 100, "%"),
        DpDefinition.Number(Position, "percent_state", 0, 100, "%", writable: false),
    ];

    public override DpSet InitialState(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var position = random.Next(0, 11) * 10;
        return DpSet.Of((Control, "stop"), (Target, position), (Position, position));
    }

    /// <summary>The sun moves a curtain, but not often.</summary>
    public override DpSet Drift(DpSet state, TimeSpan elapsed, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return NextStep(state) is null && random.Next(3) == 0 ? Towards(state, random.Next(0, 101)) : DpSet.Empty;
    }

    public override TimeSpan? NextStep(DpSet state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state[Target] == state[Position] ? null : Report;
    }

    public override DpSet Step(DpSet state, TimeSpan elapsed)
    {
        ArgumentNullException.ThrowIfNull(state);
        var (position, target) = (state[Position].AsInteger(), state[Target].AsInteger());
        var way = Math.Max(1, (long)Math.Round(elapsed.TotalSeconds * PercentPerSecond));
        var reached = position < target ? Math.Min(position + way, target) : Math.Max(position - way, target);
        var changed = DpSet.Of((Position, reached));
        return reached == target ? changed.With(Control, "stop") : changed;
    }

    protected override DpSet Consequences(DpSet state, DpSet accepted)
    {
        if (accepted.TryGetValue(Target, out var target))
        {
            return Towards(state, target.AsInteger());
        }

        return accepted[Control].AsString() switch
        {
            "open" => Towards(state, 100),
            "close" => Towards(state, 0),
            _ => DpSet.Of((Control, "stop"), (Target, state[Position])),
        };
    }

    private static DpSet Towards(DpSet state, long target)
    {
        var position = state[Position].AsInteger();
        return DpSet.Of((Control, target == position ? "stop" : target > position ? "open" : "close"), (Target, target));
    }
}
