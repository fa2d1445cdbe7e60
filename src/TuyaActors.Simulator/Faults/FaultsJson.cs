using System.Text.Json;

namespace TuyaActors.Simulator.Faults;

/// <summary>The faults of a device as a JSON object: <c>{"replyDelay":"5s","lostReplies":0.2}</c>. What does not stand in it is sound.</summary>
public static class FaultsJson
{
    /// <summary>The names of all faults.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. FaultField.All.Select(field => field.Name)];

    /// <summary>Reads an object.</summary>
    /// <exception cref="FaultPlanException">It is none, or something in it is not known or not allowed.</exception>
    public static DeviceFaults Parse(ReadOnlyMemory<byte> utf8)
    {
        var faults = ReadPatch(JsonAt.Parse(utf8), "faults").ApplyTo(DeviceFaults.None);
        return faults;
    }

    /// <summary>Writes the faults that there are, as an object.</summary>
    public static void Write(Utf8JsonWriter json, DeviceFaults faults)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(faults);
        json.WriteStartObject();
        foreach (var field in FaultField.All)
        {
            field.WriteTo(json, faults);
        }

        json.WriteEndObject();
    }

    internal static FaultPatch ReadPatch(JsonAt json, string path)
    {
        if (json.Kind is not JsonValueKind.Object)
        {
            throw new FaultPlanException(json, path, "an object such as {\"replyDelay\":\"5s\"}");
        }

        var changes = new List<(FaultField, object?)>();
        foreach (var (name, line, value) in json.Members)
        {
            var field = FaultField.Find(name) ?? throw new FaultPlanException(line, $"{path}.{name} is no fault; allowed: {string.Join(", ", Names)}.");
            changes.Add(field.TryRead(value, out var read) ? (field, read) : throw new FaultPlanException(value, $"{path}.{name}", field.Allowed));
        }

        var patch = new FaultPatch([.. changes]);
        var result = patch.ApplyTo(DeviceFaults.None);
        if (result is { Sleeps: true, AwakeFor.Ticks: 0 })
        {
            throw new FaultPlanException(json.Line, $"{path}.asleepFor is given without awakeFor; a device that sleeps must be told how long it is awake in between.");
        }

        return patch;
    }
}
