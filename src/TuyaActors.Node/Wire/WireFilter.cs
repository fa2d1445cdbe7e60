using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using TuyaActors.Node.Cli;

namespace TuyaActors.Node.Wire;

/// <summary>Runs one answer over all lines.</summary>
internal sealed class WireFilter(WireAnswer answer)
{
    // Twice the hexadecimal digits of 256 KiB of capture; a longer line is no line of JSON, and must not fill the memory.
    private const int MaxLineLength = 1024 * 1024;

    private static readonly JsonWriterOptions Spelling = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _buffer = new(1024);

    /// <summary>Answers line by line until the input ends, or nobody reads the answers any more.</summary>
    public async Task<int> RunAsync(CommandEnvironment environment, CancellationToken end)
    {
        var lines = new BoundedLineReader(environment.In, MaxLineLength);
        while (await lines.ReadAsync(end) is { } line)
        {
            var text = line.TooLong
                ? Write(json => WriteError(json, "bad_request", $"The line is longer than {MaxLineLength} characters."))
                : Answer(line.Text);
            if (!environment.TryWriteLine(text))
            {
                break;
            }
        }

        return ExitCode.Ok;
    }

    /// <summary>Answers one line with one line.</summary>
    public string Answer(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var request = new WireRequestJson(document.RootElement);
            return Write(json => answer(request, json));
        }
        catch (JsonException broken)
        {
            return Write(json => WriteError(json, "bad_request", $"The line is no valid JSON: {broken.Message}"));
        }
        catch (WireRequestException refused)
        {
            return Write(json => WriteError(json, "bad_request", refused.Message));
        }
    }

    /// <summary>Writes the error member.</summary>
    public static void WriteError(Utf8JsonWriter json, string kind, string message)
    {
        json.WriteStartObject("error"u8);
        json.WriteString("kind"u8, kind);
        json.WriteString("message"u8, message);
        json.WriteEndObject();
    }

    private string Write(Action<Utf8JsonWriter> members)
    {
        _buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_buffer, Spelling))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(_buffer.WrittenSpan);
    }
}
