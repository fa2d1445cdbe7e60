using System.Text;
using TuyaActors.Device;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Frames;
using TuyaActors.Protocol.Payloads;

namespace TuyaActors.Tests.Device;

/// <summary>A correlator and a device of one version: it answers with the request's seqno (3.1 to 3.4) or with a counter of its own (3.5).</summary>
internal sealed class Conversation(ProtocolVersion version, uint firstSeqno = 1)
{
    private readonly CommandCorrelator _correlator = new(version, firstSeqno);
    private uint _deviceSeqno = 70_000;

    public int Count => _correlator.Count;

    /// <summary>How many the correlator remembers, ended or not.</summary>
    public int Held => _correlator.Held;

    /// <summary>Every end so far.</summary>
    public List<CommandEnd> Ends { get; } = [];

    private CommandId QueryCommand => DeviceRequests.Query(version, "id", 0).Command;

    private CommandId SetCommand => DeviceRequests.Control(version, "id", DpSet.Of((1, true)), 0).Command;

    public Request Query(long token, string? cid = null, CommandId? command = null) =>
        new(_correlator.BeginQuery(token, command ?? QueryCommand, cid), command ?? QueryCommand, cid);

    public Request Set(long token, DpSet dps, string? cid = null) => new(_correlator.BeginSet(token, SetCommand, dps, cid), SetCommand, cid);

    public uint Heartbeat() => _correlator.Heartbeat();

    public bool IsAcknowledged(long token) => _correlator.IsAcknowledged(token);

    public CommandEnd? Expire(long token) => _correlator.Expire(token);

    public Correlation HeartbeatReply(uint seqno) => Receive(seqno, CommandId.Heartbeat, 0, "");

    public Correlation Ack(Request request) => Answer(request, "");

    public Correlation Refuse(Request request, uint retcode = 1, string text = "") => Answer(request, text, retcode);

    /// <summary>The values, as the answer to a request.</summary>
    public Correlation Data(Request request, string dps) => Answer(request, Body(dps, request.Cid));

    /// <summary>A report of the device's own: bears no number before 3.5, the device's own in 3.5.</summary>
    public Correlation Push(string dps, string? cid = null) =>
        Receive(version == ProtocolVersion.V35 ? ++_deviceSeqno : 0, CommandId.Status, 0, Body(dps, cid));

    public Correlation Answer(Request request, string payload, uint retcode = 0, CommandId? command = null) =>
        Receive(version == ProtocolVersion.V35 ? ++_deviceSeqno : request.Seqno, command ?? request.Command, retcode, payload);

    public Correlation Receive(uint seqno, CommandId command, uint? retcode, string payload)
    {
        var message = new WireMessage(seqno, command, retcode, Encoding.UTF8.GetBytes(payload), null);
        var meaning = _correlator.Accept(message, ReplyParser.Parse(message));
        Ends.AddRange(meaning.Ends);
        return meaning;
    }

    private static string Body(string dps, string? cid) => cid is null ? $$"""{"dps":{{dps}}}""" : $$"""{"cid":"{{cid}}","dps":{{dps}}}""";

    internal readonly record struct Request(uint Seqno, CommandId Command, string? Cid);
}
