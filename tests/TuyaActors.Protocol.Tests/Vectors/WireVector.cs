using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using TuyaActors.Protocol.Frames;

namespace TuyaActors.Protocol.Tests.Vectors;

/// <summary>One golden frame, made by an independent implementation; the fields are those of the file.</summary>
public sealed record WireVector
{
    public required string Name { get; init; }

    [JsonPropertyName("version")]
    public required string VersionText { get; init; }

    public required string Direction { get; init; }

    public string? DevId { get; init; }

    public string? LocalKey { get; init; }

    public uint Seqno { get; init; }

    public uint Cmd { get; init; }

    public uint? Retcode { get; init; }

    public required string FrameHex { get; init; }

    public string? SessionKeyHex { get; init; }

    public string? WrongKeyHex { get; init; }

    public string? IvHex { get; init; }

    public string? VersionHeaderHex { get; init; }

    public string? LocalNonceHex { get; init; }

    public string? RemoteNonceHex { get; init; }

    public string? PlaintextPayload { get; init; }

    public string? PlaintextHex { get; init; }

    public int FramesExpected { get; init; } = 1;

    public bool Negative { get; init; }

    public string? ExpectError { get; init; }

    public JsonElement? Expect { get; init; }

    public JsonElement? Op { get; init; }

    public long T { get; init; }

    public uint? RequestedCmd { get; init; }

    public string? Cid { get; init; }

    [JsonIgnore]
    public ProtocolVersion Version => ProtocolVersions.TryParse(VersionText, out var version) ? version : throw new FormatException(VersionText);

    [JsonIgnore]
    public byte[] Frame => Convert.FromHexString(FrameHex);

    [JsonIgnore]
    public bool IsDiscovery => Direction == "udp";

    [JsonIgnore]
    public bool IsNegotiation => Name.Contains("-neg-", StringComparison.Ordinal);

    [JsonIgnore]
    public bool IsFromClient => Direction == "c2d";

    /// <summary>The plaintext as bytes; discovery's trailing NULs are no part of it.</summary>
    [JsonIgnore]
    public byte[] Plaintext => PlaintextHex is not null
        ? Convert.FromHexString(PlaintextHex)
        : Encoding.UTF8.GetBytes((PlaintextPayload ?? throw new InvalidOperationException($"{Name} has no plaintext.")).TrimEnd('\0'));

    public override string ToString() => Name;

    /// <summary>A codec that reads this frame, with the key that the vector wants it read with.</summary>
    public WireCodec CreateReader() => Create(IsFromClient ? WireSide.Device : WireSide.Client, withWrongKey: true);

    /// <summary>A codec that writes this frame.</summary>
    public WireCodec CreateWriter() => Create(IsFromClient ? WireSide.Client : WireSide.Device, withWrongKey: false);

    /// <summary>The other end of <see cref="CreateReader"/> of a device's frame: same key.</summary>
    public WireCodec CreateReaderAsDevice() => Create(WireSide.Device, withWrongKey: true);

    private WireCodec Create(WireSide side, bool withWrongKey)
    {
        var session = IsNegotiation ? null : SessionKeyHex;
        var wrong = withWrongKey ? WrongKeyHex : null;
        var local = wrong is not null && session is null ? Encoding.Latin1.GetString(Convert.FromHexString(wrong)) : LocalKey!;
        var codec = new WireCodec(Version, side, Protocol.LocalKey.Parse(local));
        if (session is not null)
        {
            codec.UseSessionKey(Convert.FromHexString(wrong ?? session));
        }

        return codec;
    }
}
