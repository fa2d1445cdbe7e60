using System.Text.Json;
using System.Text.Json.Serialization;

namespace TuyaActors.Chaos.Soak;

/// <summary>A soak as a file, for whoever wants to draw it.</summary>
internal static class SoakJson
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        // A third without samples has no middle.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Writes it where the options say.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static async Task WriteAsync(SoakOptions options, SoakResult result)
    {
        if (options.Json is not { } path)
            return;
        try
        {
            await File.WriteAllBytesAsync(path, JsonSerializer.SerializeToUtf8Bytes(
                new { AkkaEngineInfo.Engine, Minutes = options.Chaos.Length.TotalMinutes, SampleSeconds = options.Sample.TotalSeconds, Result = result }, Format));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new IOException($"--json: '{path}' cannot be written: {refused.Message}", refused);
        }
    }
}
