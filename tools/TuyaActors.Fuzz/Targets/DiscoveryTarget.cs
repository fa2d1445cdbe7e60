using TuyaActors.Protocol;
using TuyaActors.Protocol.Discovery;
using TuyaActors.Protocol.Frames;

namespace TuyaActors.Fuzz.Targets;

/// <summary>Changed datagrams, and changed announcements in sound ones.</summary>
internal sealed class DiscoveryTarget(Corpus corpus) : IFuzzTarget
{
    private static readonly ProtocolVersion[] Versions = [.. ProtocolVersions.All];
    private static readonly CommandId[] Commands = [CommandId.Udp, CommandId.UdpNew, CommandId.BroadcastLpv34, CommandId.RequestDeviceInfo];

    public string Name => "discovery";

    public void Run(ref FuzzRandom random, out byte[] input)
    {
        var datagram = random.Pick<byte[]>(corpus.Datagrams);
        input = datagram;
        if (random.OneIn(2) || !DiscoveryPacket.TryDecode(datagram, out var message, out _))
        {
            input = Mutator.Mutate(ref random, datagram, random.Pick<byte[]>(corpus.Datagrams));
        }
        else
        {
            var payload = Mutator.Mutate(ref random, message.Payload.ToArray(), random.Pick<byte[]>(corpus.Payloads));
            if (payload.Length < 8192)
            {
                input = DiscoveryPacket.Encode(random.Pick<ProtocolVersion>(Versions), new WireMessage(0, random.Pick<CommandId>(Commands), null, payload, null));
            }
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var seen = DiscoveryPacket.TryRead(input, out var sighting, out var why);
        FuzzFailureException.Require(seen == (sighting is not null) && seen == (why is null), "Either a sighting or a reason.");
        if (seen)
        {
            FuzzFailureException.Require(sighting!.DeviceId.Length > 0 && sighting.Address is not null, "A sighting without id or address.");
            FuzzFailureException.Require(!DiscoveryPacket.IsProbe(input), "An announcement is no probe.");
        }
        else if (DiscoveryPacket.TryReadProbe(input, out _))
        {
            FuzzFailureException.Require(DiscoveryPacket.IsProbe(input), "A probe is a probe.");
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        FuzzFailureException.Require(allocated <= (4 * WireCodec.MaxFrameLength) + (64 * input.Length), $"{allocated} bytes were allocated for {input.Length} bytes of input.");
    }
}
