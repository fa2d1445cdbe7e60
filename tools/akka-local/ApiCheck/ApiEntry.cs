using System.Reflection;

namespace AkkaLocal.ApiCheck;

/// <summary>One line of a listing: a public type or member.</summary>
internal sealed record ApiEntry(string Id, string Modifiers, string Type)
{
    /// <summary>What the line is about, where it was read from an assembly.</summary>
    public MemberInfo? Member { get; init; }

    /// <summary>An override adds nothing that a caller could not call on its base; it may be missing from the listing.</summary>
    public bool IsOverride { get; init; }

    /// <summary>How the parameters are named and which are optional: code that names or omits one depends on it.</summary>
    public string? Parameters { get; init; }

    public static ApiEntry Parse(string line) => line.Split('\t') is [var id, var modifiers, var type]
        ? new ApiEntry(id, modifiers, type)
        : throw new FormatException($"'{line}' is no line of a listing: id, modifiers and type, with tabs between.");

    /// <summary>What differs from the real entry, or null when nothing does. A type may have fewer interfaces than the real one.</summary>
    public string? DifferenceFrom(ApiEntry real)
    {
        if (Modifiers != real.Modifiers)
            return $"is '{Modifiers}', but '{real.Modifiers}' in Akka.NET";
        if (Parameters != real.Parameters && real.Parameters is not null)
            return $"has the parameters ({Parameters}), but ({real.Parameters}) in Akka.NET";
        if (!Id.StartsWith("T:", StringComparison.Ordinal))
            return Type == real.Type ? null : $"has the type {Type}, but {real.Type} in Akka.NET";

        var more = Ancestors(Type).Except(Ancestors(real.Type)).ToList();
        return more.Count == 0 ? null : $"has more ancestors than in Akka.NET: {string.Join(", ", more)}";
    }

    // ": A, B{C, D}, E": a comma inside of braces does not divide.
    private static IEnumerable<string> Ancestors(string list)
    {
        var start = 1;
        var depth = 0;
        for (var i = 1; i <= list.Length; i++)
        {
            if (i == list.Length || (list[i] == ',' && depth == 0))
            {
                if (list[start..i].Trim() is { Length: > 0 } ancestor)
                    yield return ancestor;
                start = i + 1;
                continue;
            }

            depth += list[i] switch { '{' => 1, '}' => -1, _ => 0 };
        }
    }
}
