namespace TuyaActors.Simulator.Faults;

/// <summary>A text of faults that cannot be used: says where, what stands there, and what is allowed.</summary>
public sealed class FaultPlanException : Exception
{
    /// <summary>With line and sentence.</summary>
    public FaultPlanException(int line, string sentence)
        : base(sentence) => Line = line;

    internal FaultPlanException(JsonAt at, string field, string allowed)
        : this(at.Line, field, at.Shown, allowed)
    {
    }

    internal FaultPlanException(int line, string field, string shown, string allowed)
        : this(line, $"{field} is {shown}; allowed: {allowed}.") => Field = field;

    /// <summary>The line, from 1.</summary>
    public int Line { get; }

    /// <summary>The field that is wrong, such as <c>[2].faults.lostReplies</c>; empty where it is none in particular.</summary>
    public string Field { get; } = "";
}
