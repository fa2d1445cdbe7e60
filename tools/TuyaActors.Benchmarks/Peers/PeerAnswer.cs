using System.Text.Json;
using System.Text.Json.Serialization;

namespace TuyaActors.Benchmarks.Peers;

/// <summary>What a peer's process says, a JSON document on a line of its output. What it does not say is null.</summary>
internal sealed record PeerAnswer
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>At first: who it is, with the version.</summary>
    public string? Name { get; init; }

    /// <summary>At first: what is not installed.</summary>
    public string? Missing { get; init; }

    /// <summary>How many devices are connected and have told their state.</summary>
    public int? Connected { get; init; }

    /// <summary>How many pushes have come until now.</summary>
    public long? Pushes { get; init; }

    /// <summary>How many connections were lost until now.</summary>
    public long? Lost { get; init; }

    /// <summary>The first error of those that it has gone on after.</summary>
    public string? Error { get; init; }

    /// <summary>Why it could not do what was asked, or not all of it.</summary>
    public string? Failed { get; init; }

    /// <summary>How long each took, in microseconds.</summary>
    public IReadOnlyList<double>? Took { get; init; }

    public string ToLine() => JsonSerializer.Serialize(this, Web);

    /// <summary>Reads a line; one that is no answer is an answer with <see cref="Failed"/>, that says what stood there.</summary>
    public static PeerAnswer Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<PeerAnswer>(line, Web) ?? NoAnswer(line);
        }
        catch (JsonException)
        {
            return NoAnswer(line);
        }
    }

    private static PeerAnswer NoAnswer(string line) => new() { Failed = $"it said '{(line.Length > 100 ? line[..100] + "..." : line)}', which is no answer" };
}
