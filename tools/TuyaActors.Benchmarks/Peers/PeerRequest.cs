using System.Net;
using System.Text.Json;
using TuyaActors.Benchmarks.Clients;
using TuyaActors.Protocol;

namespace TuyaActors.Benchmarks.Peers;

/// <summary>What a peer's process is asked, a JSON document on a line of its input: keys are on no command line.</summary>
/// <param name="Do">One of the constants.</param>
internal sealed record PeerRequest(string Do)
{
    /// <summary>Connect, and ask each device once for its state.</summary>
    public const string Connect = "connect";

    /// <summary>Say how many pushes have come until now.</summary>
    public const string Count = "count";

    /// <summary>Ask the one device for its state, one time after the other.</summary>
    public const string Status = "status";

    /// <summary>Switch the one device, one time after the other, each until it has told so.</summary>
    public const string Set = "set";

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>Whom to connect to.</summary>
    public IReadOnlyList<Target> Devices { get; init; } = [];

    /// <summary>Whether it is one connection for round trips, not many to listen to.</summary>
    public bool One { get; init; }

    /// <summary>For a peer that knows nothing of the protocol: the question for the state, in hexadecimal digits.</summary>
    public string? Frame { get; init; }

    /// <summary>How often.</summary>
    public int Times { get; init; }

    /// <summary>For how long at most.</summary>
    public double Seconds { get; init; }

    public string ToLine() => JsonSerializer.Serialize(this, Web);

    public static PeerRequest FromLine(string line) => JsonSerializer.Deserialize<PeerRequest>(line, Web) ?? throw new FormatException("a request is null");

    /// <summary>A device, its properties called as the peers call them.</summary>
    internal sealed record Target(string Id, string Key, string Version, string Ip, int Port)
    {
        public static Target Of(BareDevice device) =>
            new(device.Id, device.Key.Reveal(), device.Version.ToText(), device.EndPoint.Address.ToString(), device.EndPoint.Port);

        public BareDevice ToDevice() => new(
            Id,
            LocalKey.Parse(Key),
            ProtocolVersions.TryParse(Version, out var version) ? version : throw new FormatException($"'{Version}' is no protocol version"),
            new IPEndPoint(IPAddress.Parse(Ip), Port));

        public override string ToString() => Id;
    }
}
