using System.Text.Json;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Frames;

namespace TuyaActors.Fuzz;

/// <summary>What mutations begin with: the golden frames, and the payloads in them.</summary>
internal sealed class Corpus
{
    private Corpus(FuzzVector[] stream, byte[][] datagrams, byte[][] payloads)
    {
        Stream = stream;
        Datagrams = datagrams;
        Payloads = payloads;
    }

    /// <summary>Frames of TCP connections.</summary>
    public FuzzVector[] Stream { get; }

    /// <summary>Datagrams of discovery.</summary>
    public byte[][] Datagrams { get; }

    /// <summary>Plaintexts, most of them JSON.</summary>
    public byte[][] Payloads { get; }

    public static Corpus Load()
    {
        using var file = typeof(Corpus).Assembly.GetManifestResourceStream("vectors.json")!;
        using var document = JsonDocument.Parse(file);
        var stream = new List<FuzzVector>();
        var datagrams = new List<byte[]>();
        var payloads = new List<byte[]> { "json obj data unvalid"u8.ToArray(), "{}"u8.ToArray(), "{\"data\":{\"online\":[\"a\"],\"offline\":[\"b\",\"c\"]}}"u8.ToArray() };
        foreach (var vector in document.RootElement.GetProperty("vectors").EnumerateArray())
        {
            var frame = Convert.FromHexString(vector.GetProperty("frame_hex").GetString()!);
            if (Text(vector, "plaintext_payload") is { Length: > 0 } plaintext)
            {
                payloads.Add(System.Text.Encoding.UTF8.GetBytes(plaintext));
            }

            if (Text(vector, "direction") == "udp")
            {
                datagrams.Add(frame);
                continue;
            }

            stream.Add(Read(vector, frame));
        }

        return new Corpus([.. stream], [.. datagrams], [.. payloads]);
    }

    private static FuzzVector Read(JsonElement vector, byte[] frame)
    {
        var name = Text(vector, "name")!;
        var session = name.Contains("-neg-", StringComparison.Ordinal) ? null : Text(vector, "session_key_hex");
        if (!ProtocolVersions.TryParse(Text(vector, "version"), out var version))
        {
            throw new InvalidDataException($"{name} has no version that we know.");
        }

        return new FuzzVector(
            name,
            version,
            Text(vector, "direction") == "c2d" ? WireSide.Device : WireSide.Client,
            LocalKey.Parse(Text(vector, "local_key")!),
            session is null ? null : Convert.FromHexString(session),
            frame);
    }

    private static string? Text(JsonElement vector, string name) => vector.TryGetProperty(name, out var value) ? value.GetString() : null;
}
