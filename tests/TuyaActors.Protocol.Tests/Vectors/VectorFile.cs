using System.Text.Json;

namespace TuyaActors.Protocol.Tests.Vectors;

/// <summary>The golden frames, by name, so that a theory's cases can be told apart.</summary>
public static class VectorFile
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static IReadOnlyDictionary<string, WireVector> All { get; } = Load();

    /// <summary>Frames that travel over TCP and must be accepted.</summary>
    public static TheoryData<string> Stream => Names(v => !v.IsDiscovery && (!v.Negative || v.ExpectError == "negotiation_refused"));

    public static TheoryData<string> Discovery => Names(v => v.IsDiscovery && !v.Negative);

    /// <summary>Frames that must be refused.</summary>
    public static TheoryData<string> Refused => Names(v => v.Negative && v.ExpectError != "negotiation_refused");

    /// <summary>Frames that must come out the same when they are written from their parts.</summary>
    public static TheoryData<string> Written => Names(v => v is { Negative: false, IsDiscovery: false, FramesExpected: 1 });

    /// <summary>Client frames built from an operation.</summary>
    public static TheoryData<string> Operations => Names(v => v.Op is not null && v.IsFromClient);

    private static Dictionary<string, WireVector> Load()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "vectors", "vectors-open.json"));
        using var document = JsonDocument.Parse(file);
        return document.RootElement.GetProperty("vectors").EnumerateArray()
            .Select(vector => vector.Deserialize<WireVector>(Options)!)
            .ToDictionary(vector => vector.Name);
    }

    private static TheoryData<string> Names(Func<WireVector, bool> wanted) => [.. All.Values.Where(wanted).Select(v => v.Name)];
}
