using System.Buffers;
using TuyaActors.Benchmarks.Clients;
using TuyaActors.Benchmarks.Farm;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Frames;
using TuyaActors.Protocol.Payloads;

namespace TuyaActors.Benchmarks.Peers;

/// <summary>All peers at one version, each with one connection to a device of its own, in turns, for the machine does other things too.</summary>
internal static class RoundTripsCase
{
    private const int AtOnce = 250;

    // For the compilers of those who have one at run time.
    private const int RoundsBefore = 8;

    // Enough for 250 of whoever takes less than 2 ms; the others have fewer.
    private const double SecondsAtOnce = 0.5;

    private static readonly TimeSpan ToConnect = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ToAnswer = TimeSpan.FromSeconds(15);

    /// <summary>What each has taken, by its name, and what stopped it.</summary>
    public static async Task<IReadOnlyList<Times>> MeasureAsync(ProtocolVersion version, IReadOnlyList<Peer> peers, int rounds)
    {
        await using var farm = await DeviceFarm.StartAsync(peers.Count, [version]);
        var processes = new List<PeerProcess>();
        try
        {
            var all = new List<Times>();
            foreach (var (peer, device) in peers.Zip(farm.Devices))
            {
                var process = await PeerProcess.StartAsync(peer);
                processes.Add(process);
                var connect = await process.AskAsync(
                    new PeerRequest(PeerRequest.Connect) { Devices = [PeerRequest.Target.Of(device)], One = true, Frame = peer.OnlyFrame ? Query(device) : null, Seconds = ToConnect.TotalSeconds },
                    ToConnect + ToAnswer);
                var failed = connect.Connected == 1 ? null : connect.Failed ?? connect.Error ?? "it does not connect";
                all.Add(new Times(peer, process.Name, PeerRequest.Status) { Failed = failed });
                if (!peer.OnlyFrame)
                    all.Add(new Times(peer, process.Name, PeerRequest.Set) { Failed = failed });
            }

            for (var round = -RoundsBefore; round < rounds; round++)
            {
                foreach (var times in all)
                {
                    if (times.Failed is not null)
                        continue;
                    var request = new PeerRequest(times.What) { Times = AtOnce, Seconds = SecondsAtOnce };
                    var answer = await processes[IndexOf(times.Peer)].AskAsync(request, ToAnswer);
                    times.Failed = answer.Failed;
                    if (round >= 0)
                        times.Took.AddRange(answer.Took ?? []);
                }
            }

            return all;
        }
        finally
        {
            foreach (var process in processes)
                await process.DisposeAsync();
        }

        int IndexOf(Peer peer) => peers.Index().First(each => ReferenceEquals(each.Item, peer)).Index;
    }

    private static string Query(BareDevice device)
    {
        using var codec = new WireCodec(device.Version, WireSide.Client, device.Key);
        var request = DeviceRequests.Query(device.Version, device.Id, t: 0);
        var frame = new ArrayBufferWriter<byte>();
        codec.Encode(frame, 1, request.Command, request.Payload);
        return Convert.ToHexStringLower(frame.WrittenSpan);
    }

    /// <summary>One kind of command of one peer.</summary>
    internal sealed class Times(Peer peer, string who, string what)
    {
        public Peer Peer { get; } = peer;

        public string Who { get; } = who;

        /// <summary>As in the request.</summary>
        public string What { get; } = what;

        /// <summary>In microseconds.</summary>
        public List<double> Took { get; } = [];

        /// <summary>What stopped it.</summary>
        public string? Failed { get; set; }
    }
}
