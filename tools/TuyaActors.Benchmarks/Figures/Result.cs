namespace TuyaActors.Benchmarks.Figures;

/// <summary>One measured figure.</summary>
/// <param name="Bench">Which benchmark, as on the command line.</param>
/// <param name="Case">What was measured: a version, a number of devices, a rate.</param>
/// <param name="Measure">Which property of it.</param>
/// <param name="Who">The fleet, the bare client, or a peer.</param>
/// <param name="Value">The figure.</param>
/// <param name="Unit">Its unit.</param>
internal sealed record Result(string Bench, string Case, string Measure, string Who, double Value, string Unit)
{
    /// <summary>The same of the bare client in the same run.</summary>
    public double? Bare { get; init; }

    /// <summary>Against it.</summary>
    public double? OfBare => Bare is > 0 ? Value / Bare : null;

    /// <summary>What it should not exceed (or, where <see cref="IsAtLeast"/>, not fall below): a ratio to the bare client where <see cref="GoalIsRatio"/>.</summary>
    public double? Goal { get; init; }

    public bool GoalIsRatio { get; init; }

    public bool IsAtLeast { get; init; }

    /// <summary>What is to be said of it; why there is no figure, where there is none.</summary>
    public string? Note { get; init; }

    /// <summary>Whether it is so; null where there is no goal.</summary>
    public bool? IsMet => Goal is { } goal && (GoalIsRatio ? OfBare : Value) is { } reached ? IsAtLeast ? reached >= goal : reached <= goal : null;
}
