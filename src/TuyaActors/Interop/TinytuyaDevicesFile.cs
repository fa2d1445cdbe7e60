using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using TuyaActors.Messages;

namespace TuyaActors.Interop;

/// <summary>
/// tinytuya's <c>devices.json</c>: a list of devices, or an object with the list under <c>devices</c>, as its <c>snapshot.json</c> is too. Source: the
/// files that tinytuya 1.17's wizard and scanner write and read.
/// </summary>
/// <remarks>
/// Fields of our own, which tinytuya passes over: <c>port</c>, <c>connection</c> (persistent, on-demand, battery), <c>tags</c>, <c>group</c>.
/// Whatever else an entry has (<c>mapping</c>, <c>mac</c>, ...) is kept in <see cref="DeviceDefinition.Details"/>, without anything that is a key.
/// </remarks>
public static class TinytuyaDevicesFile
{
    internal static readonly JsonReaderOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private static readonly JsonWriterOptions Readable = new() { Indented = true, IndentSize = 4, NewLine = "\n", Encoder = JsonWords.Encoder };

    /// <summary>Reads what can be read. Never throws for what the file holds; a half-written file gives the devices before the break.</summary>
    /// <param name="utf8Json">The file's bytes, with or without a byte order mark.</param>
    /// <param name="fileName">For the sentences.</param>
    public static DevicesFileResult Read(ReadOnlySpan<byte> utf8Json, string fileName) => Read(utf8Json, fileName, []);

    /// <summary>
    /// Reads what can be read, over what is known already: what an entry leaves open or empty stays as it is, its key and its gateway too. So a
    /// file without keys, a snapshot, or the wizard's next file takes nothing away.
    /// </summary>
    /// <param name="utf8Json">The file's bytes, with or without a byte order mark.</param>
    /// <param name="fileName">For the sentences.</param>
    /// <param name="known">What devices there are.</param>
    public static DevicesFileResult Read(ReadOnlySpan<byte> utf8Json, string fileName, IEnumerable<DeviceDefinition> known)
    {
        if (utf8Json.StartsWith("\uFEFF"u8))
            utf8Json = utf8Json[3..];
        var devices = new DeviceList(fileName, known.ToFrozenDictionary(d => d.Id));
        var reader = new Utf8JsonReader(utf8Json, Lenient);
        try
        {
            var lines = new LineCounter(utf8Json);
            if (!MoveToList(ref reader))
            {
                devices.Problem(null, null, "the file holds no list of devices; expected is [ {...}, ... ] or { \"devices\": [ ... ] }");
                return devices.Result();
            }

            var keys = KeyWatch.For(utf8Json, devices.Known.Values);
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var line = lines.Of(reader.TokenStartIndex);
                if (reader.TokenType != JsonTokenType.StartObject)
                {
                    devices.Problem(line, null, "a device must be an object { ... }");
                    reader.Skip();
                    continue;
                }

                devices.Add(DeviceEntry.Read(ref reader, lines, line, keys));
            }

            while (reader.Read())
            {
                // To the end, so that text behind the list is noticed.
            }
        }
        catch (JsonException broken)
        {
            // The exception's own words quote what follows the fault, keys included.
            var before = devices.Count == 1 ? "1 device stands" : $"{devices.Count} devices stand";
            devices.Problem(broken.LineNumber + 1, null, $"the JSON is broken or cut off here (byte {broken.BytePositionInLine + 1} of the line); {before} before it");
        }

        return devices.Result();
    }

    /// <summary>Writes a list as tinytuya's wizard does. Without keys <c>key</c> is empty, since tinytuya wants the field.</summary>
    /// <param name="devices">What to write, in this order.</param>
    /// <param name="withKeys">Whether local keys are in it, readable for whoever reads the file.</param>
    public static byte[] Write(IReadOnlyCollection<DeviceDefinition> devices, bool withKeys)
    {
        ArgumentNullException.ThrowIfNull(devices);
        var keys = KeyWatch.For(devices);
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Readable);
        json.WriteStartArray();
        foreach (var device in devices)
            EntryWriter.Write(json, device, withKeys, keys);
        json.WriteEndArray();
        json.Flush();
        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Makes an object's text fit for <see cref="DeviceDefinition.Details"/>: without keys, and without what has a property in the definition.</summary>
    /// <param name="json">A JSON object; <c>null</c>, or anything else, is answered by <c>null</c>.</param>
    /// <param name="key">A key whose text must not be in it either.</param>
    public static string? CleanDetails(string? json, Protocol.LocalKey? key = null) =>
        DeviceDetails.Parse(json, key is null ? KeyWatch.None : KeyWatch.For([key])).Without(DeviceEntry.Understood).ToText();

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
    private sealed class DeviceList(string fileName, FrozenDictionary<DeviceId, DeviceDefinition> known)
    {
        private readonly ImmutableArray<DeviceDefinition>.Builder _devices = ImmutableArray.CreateBuilder<DeviceDefinition>();
        private readonly ImmutableArray<string>.Builder _problems = ImmutableArray.CreateBuilder<string>();
        private readonly Dictionary<DeviceId, long> _lines = [];

        public FrozenDictionary<DeviceId, DeviceDefinition> Known => known;

        public int Count => _devices.Count;

        public void Problem(long? line, string? field, string what) =>
            _problems.Add($"{fileName}{(line is null ? "" : $" line {line}")}{(field is null ? "" : $", field '{field}'")}: {what}");

        public void Add(DeviceEntry entry)
        {
            if (!EntryDefinition.TryDefine(entry, known, out var definition, out var fault))
                Problem(fault.Line, fault.Field, fault.Why);
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
            foreach (var orphan in _devices.Where(d => d.Gateway is { } g && !_lines.ContainsKey(g) && !known.ContainsKey(g)).ToList())
            {
                Problem(_lines[orphan.Id], "parent", $"'{orphan.Gateway}', the gateway of '{orphan.Id}', is not in the file{(known.Count == 0 ? "" : ", nor in the fleet")}");
                _devices.Remove(orphan);
            }

            return new DevicesFileResult(_devices.ToImmutable(), _problems.ToImmutable());
        }
    }
}
