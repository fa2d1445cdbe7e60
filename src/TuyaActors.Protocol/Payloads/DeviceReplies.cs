using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using TuyaActors.Protocol.Frames;

namespace TuyaActors.Protocol.Payloads;

/// <summary>
/// A device's side: what it answers and pushes, in the shape that devices of each version were seen to use, and what a client asked of it.
/// </summary>
public static class DeviceReplies
{
    /// <summary>A STATUS push with the DPs that changed.</summary>
    /// <param name="version">The device's protocol version.</param>
    /// <param name="deviceId">The device's id.</param>
    /// <param name="dps">The DPs.</param>
    /// <param name="t">The time, Unix seconds.</param>
    /// <param name="cid">The sub-device that they belong to: in <c>data</c> from 3.4 on, at the root before.</param>
    public static WireReply Status(ProtocolVersion version, string deviceId, DpSet dps, long t, string? cid = null)
    {
        ArgumentNullException.ThrowIfNull(dps);
        var writer = JsonSpelling.BeginObject();
        if (version.NeedsSession())
        {
            writer.Number("protocol"u8, 4);
            writer.Number("t"u8, t);
            writer.Object("data"u8);
            if (cid is not null)
            {
                writer.Text("cid"u8, cid);
                writer.Number("ctype"u8, 0);
            }

            writer.Dps("dps"u8, dps);
            writer.EndObject();
            return new WireReply(CommandId.Status, writer.EndPayload());
        }

        writer.Text("devId"u8, deviceId);
        Cid(writer, cid);
        writer.Dps("dps"u8, dps);
        writer.Number("t"u8, t);
        return new WireReply(CommandId.Status, writer.EndPayload());
    }

    /// <summary>The answer to a query.</summary>
    /// <param name="version">The device's protocol version.</param>
    /// <param name="deviceId">The device's id.</param>
    /// <param name="asked">The command of the query.</param>
    /// <param name="dps">The DPs.</param>
    /// <param name="cid">The sub-device asked.</param>
    public static WireReply QueryReply(ProtocolVersion version, string deviceId, CommandId asked, DpSet dps, string? cid = null)
    {
        ArgumentNullException.ThrowIfNull(dps);
        var writer = JsonSpelling.BeginObject();
        if (version is ProtocolVersion.V31 or ProtocolVersion.V33)
        {
            writer.Text("devId"u8, deviceId);
        }

        if (version == ProtocolVersion.V31)
        {
            writer.Text("gwId"u8, deviceId);
        }

        Cid(writer, cid);
        writer.Dps("dps"u8, dps);
        return new WireReply(asked, writer.EndPayload());
    }

    /// <summary>The empty answer to CONTROL, UPDATEDPS or a heartbeat.</summary>
    public static WireReply Ack(CommandId asked, uint retcode = 0) => new(asked, [], retcode);

    /// <summary>The refusal of a query that should have come in the device22 way: retcode 1 and a text.</summary>
    public static WireReply DataUnvalid(CommandId asked) => new(asked, "json obj data unvalid"u8.ToArray(), 1);

    /// <summary>A gateway's list of sub-devices; a real one may split it over several frames.</summary>
    public static WireReply SubDevices(IEnumerable<string> online, IEnumerable<string> offline)
    {
        ArgumentNullException.ThrowIfNull(online);
        ArgumentNullException.ThrowIfNull(offline);
        var writer = JsonSpelling.BeginObject();
        writer.Text("reqType"u8, "subdev_online_stat_report");
        writer.Object("data"u8);
        writer.Texts("online"u8, online);
        writer.Texts("offline"u8, offline);
        writer.EndObject();
        return new WireReply(CommandId.LanExtStream, writer.EndPayload());
    }

    /// <summary>Understands a client's frame. False where the payload is no JSON object although the command wants one.</summary>
    public static bool TryParseRequest(in WireMessage message, [NotNullWhen(true)] out DeviceRequest? request)
    {
        var command = message.Command;
        if (HeaderRules.IsNegotiation(command))
        {
            request = new DeviceRequest(DeviceRequestKind.Negotiation, command, DpSet.Empty, []);
            return true;
        }

        if (message.Payload.IsEmpty)
        {
            var kind = KindOf(command, default);
            request = kind == DeviceRequestKind.Control ? null : new DeviceRequest(kind, command, DpSet.Empty, []);
            return request is not null;
        }

        try
        {
            PayloadFields.Read(message.Payload.Span, wantsIdentity: true, out var fields);
            request = From(command, fields);
            return true;
        }
        catch (JsonException)
        {
            request = null;
            return false;
        }
    }

    private static DeviceRequest From(CommandId command, in PayloadFields fields)
    {
        var kind = KindOf(command, fields);
        var dps = fields.Dps ?? DpSet.Empty;
        IReadOnlyList<int> ids = fields.DpIds ?? (kind == DeviceRequestKind.Query ? [.. dps.Keys] : (IReadOnlyList<int>)[]);
        return new DeviceRequest(kind, command, dps, ids, fields.Cid, fields.DeviceId, fields.T);
    }

    private static DeviceRequestKind KindOf(CommandId command, in PayloadFields fields) => command switch
    {
        CommandId.Heartbeat => DeviceRequestKind.Heartbeat,
        CommandId.UpdateDps => DeviceRequestKind.UpdateDps,
        CommandId.DpQuery or CommandId.DpQueryNew => DeviceRequestKind.Query,
        CommandId.Control => DeviceRequestKind.Control,
        CommandId.ControlNew => AsksForNulls(fields.Dps) ? DeviceRequestKind.Query : DeviceRequestKind.Control,
        CommandId.LanExtStream when fields.RequestType == "subdev_online_stat_query" => DeviceRequestKind.SubDevices,
        _ => DeviceRequestKind.Other,
    };

    private static bool AsksForNulls(DpSet? dps) => dps is { Count: > 0 } && dps.Values.All(value => value.Kind == DpKind.Null);

    private static void Cid(JsonSpelling writer, string? cid)
    {
        if (cid is not null)
        {
            writer.Text("cid"u8, cid);
        }
    }
}
