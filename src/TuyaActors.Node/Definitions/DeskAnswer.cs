using System.Diagnostics.CodeAnalysis;
using TuyaActors.Node.Json;

namespace TuyaActors.Node.Definitions;

/// <summary>What a desk answers: what was asked for, or why not.</summary>
internal sealed record DeskAnswer<T>
    where T : class
{
    private DeskAnswer(T? value, ProblemJson? problem) => (Value, Problem) = (value, problem);

    /// <summary>What was asked for.</summary>
    public T? Value { get; }

    /// <summary>Why not.</summary>
    public ProblemJson? Problem { get; }

    /// <summary>Either the one or the other.</summary>
    public bool IsOk([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out ProblemJson? problem)
    {
        (value, problem) = (Value, Problem);
        return value is not null;
    }

    public static implicit operator DeskAnswer<T>(T value) => new(value, null);

    public static implicit operator DeskAnswer<T>(ProblemJson problem) => new(null, problem);
}
