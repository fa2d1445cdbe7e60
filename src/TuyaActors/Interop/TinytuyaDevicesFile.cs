using System.Collections.Immutable;
using System.Text.Json;
using TuyaActors.Messages;

namespace TuyaActors.Interop;

/// <summary>
/// Reads tinytuya's <c>devices.json</c>: a list of devices, or an object with the list under <c>devices</c>. Source: the files that
/// tinytuya's wizard and scanner write.
/// </summary>
public static class TinytuyaDevicesFile
{
    /// <summary>Reads what can be read. Never throws for what the file holds; a half-written file gives the devices before the break.</summary>
    /// <param name="utf8Json">The file's bytes, with or without a byte order mark.</param>
    /// <param name="fileName">For the sentences.</param>
    public static DevicesFileResult Read(ReadOnlySpan<byte> utf8Json, string fileName)
    {
        if (utf8Json.StartsWith("\uFEFF"u8))
            utf8Json = utf8Json[3..];
        var devices = new DeviceList(fileName);
        var reader = new Utf8JsonReader(utf8Json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        try
        {
            var lines = new LineCounter(utf8Json);
            if (!MoveToList(ref reader))
            {
                devices.Problem(null, null, "the file holds no list of devices; expected is [ {...}, ... ] or { \"devices\": [ ... ] }");
                return devices.Result();
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var line = lines.Of(reader.TokenStartIndex);
                if (reader.TokenType != JsonTokenType.StartObject)
                {
                    devices.Problem(line, null, "a device must be an object { ... }");
                    reader.Skip();
                    continue;
                }

                devices.Add(DeviceEntry.Read(ref reader, lines, line));
            }

            while (reader.Read())
            {
                // To the end, so that text behind the list is noticed.
            }
        }
        catch (JsonException broken)
        {
            // The exception's own words quote what follows the fault, keys included.
            devices.Problem(broken.LineNumber + 1, null, $"the JSON is broken or cut off here (byte {broken.BytePositionInLine + 1} of the line); {devices.Count} devices stood before it");
        }

        return devices.Result();
    }

    private static bool MoveToList(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType == JsonTokenType.StartArray)
            return reader.TokenType == JsonTokenType.StartArray;
        if (reader.TokenType != JsonTokenType.StartObject)
            return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isList = reader.ValueTextEquals("devices"u8);
            reader.Read();
            if (isList && reader.TokenType == JsonTokenType.StartArray)
                return true;
            reader.Skip();
        }

        return false;
    }

    /// <summary>The devices and problems so far.</summary>
    private sealed class DeviceList(string fileName)
    {
        private readonly ImmutableArray<DeviceDefinition>.Builder _devices = ImmutableArray.CreateBuilder<DeviceDefinition>();
        private readonly ImmutableArray<string>.Builder _problems = ImmutableArray.CreateBuilder<string>();
        private readonly Dictionary<DeviceId, long> _lines = [];

        public int Count => _devices.Count;

        public void Problem(long? line, string? field, string what) =>
            _problems.Add($"{fileName}{(line is null ? "" : $" line {line}")}{(field is null ? "" : $", field '{field}'")}: {what}");

        public void Add(DeviceEntry entry)
        {
            if (!entry.TryDefine(out var definition, out var line, out var field, out var why))
                Problem(line, field, why);
            else if (_lines.TryGetValue(definition.Id, out var first))
                Problem(entry.LineOf("id"), "id", $"'{definition.Id}' stands on line {first} already; the first one is used");
            else
            {
                _lines[definition.Id] = entry.LineOf("id");
                _devices.Add(definition);
            }
        }

        public DevicesFileResult Result()
        {
            foreach (var orphan in _devices.Where(d => d.Gateway is { } g && !_lines.ContainsKey(g)).ToList())
            {
                Problem(_lines[orphan.Id], "parent", $"'{orphan.Gateway}', the gateway of '{orphan.Id}', is not in the file");
                _devices.Remove(orphan);
            }

            return new DevicesFileResult(_devices.ToImmutable(), _problems.ToImmutable());
        }
    }
}
