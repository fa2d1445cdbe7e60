using System.Globalization;

namespace TuyaActors.Protocol.Payloads;

/// <summary>
/// What a client asks of a device, spelled as tinytuya spells it, byte for byte, and with the version's overrides: 3.4 and 3.5 say
/// CONTROL_NEW for CONTROL and DP_QUERY_NEW for DP_QUERY. Times are Unix seconds. A <c>cid</c> names a gateway's sub-device.
/// </summary>
public static class DeviceRequests
{
    // What tinytuya asks of a 3.2 device of which nothing is known.
    private static readonly int[] UnknownDps = [1, 2];

    // The energy values of a plug: what UPDATEDPS asks for where nothing else is said, in every peer.
    private static readonly int[] MeteredDps = [18, 19, 20];

    /// <summary>Asks for the values of all DPs, or of the named ones in the device22 way.</summary>
    /// <param name="version">The device's protocol version; 3.2 is always asked in the device22 way.</param>
    /// <param name="deviceId">The device's id, of the gateway where <paramref name="cid"/> is given.</param>
    /// <param name="t">The time, Unix seconds.</param>
    /// <param name="dialect">How the device wants to be asked.</param>
    /// <param name="dpsForDevice22">The DPs wanted; null or none: 1 and 2.</param>
    /// <param name="cid">The sub-device asked.</param>
    public static WireRequest Query(
        ProtocolVersion version,
        string deviceId,
        long t,
        DeviceDialect dialect = DeviceDialect.Default,
        IEnumerable<int>? dpsForDevice22 = null,
        string? cid = null)
    {
        Require(version, deviceId);
        if (version == ProtocolVersion.V32 || dialect == DeviceDialect.Device22)
        {
            return QueryDevice22(version, deviceId, t, dpsForDevice22, cid);
        }

        var writer = JsonSpelling.BeginObject();
        if (version.NeedsSession())
        {
            Cid(writer, cid);
            return new WireRequest(CommandId.DpQueryNew, writer.EndPayload());
        }

        if (cid is not null)
        {
            return new WireRequest(CommandId.DpQuery, SubDevice(writer, t, cid).EndPayload());
        }

        writer.Text("gwId"u8, deviceId);
        Identity(writer, version, deviceId, t);
        return new WireRequest(CommandId.DpQuery, writer.EndPayload());
    }

    /// <summary>Asks with DP_QUERY_NEW on any version; on 3.4 and 3.5 it is what <see cref="Query"/> does by default.</summary>
    public static WireRequest QueryNew(ProtocolVersion version, string deviceId, long t, string? cid = null)
    {
        Require(version, deviceId);
        var writer = JsonSpelling.BeginObject();
        if (!version.NeedsSession())
        {
            Identity(writer, version, deviceId, t);
        }

        Cid(writer, cid);
        return new WireRequest(CommandId.DpQueryNew, writer.EndPayload());
    }

    /// <summary>Sets DPs.</summary>
    public static WireRequest Control(ProtocolVersion version, string deviceId, DpSet dps, long t, string? cid = null)
    {
        Require(version, deviceId);
        ArgumentNullException.ThrowIfNull(dps);
        if (version.NeedsSession())
        {
            return new WireRequest(CommandId.ControlNew, Protocol5(version, dps, t, cid));
        }

        var writer = JsonSpelling.BeginObject();
        if (cid is not null)
        {
            SubDevice(writer, t, cid);
        }
        else
        {
            Identity(writer, version, deviceId, t);
        }

        writer.Dps("dps"u8, dps);
        return new WireRequest(CommandId.Control, writer.EndPayload());
    }

    /// <summary>
    /// Asks the device to measure the named DPs again and to report them; null: 18, 19 and 20. The answer is a push, or none where nothing changed.
    /// </summary>
    public static WireRequest UpdateDps(ProtocolVersion version, string deviceId, IEnumerable<int>? dpIds, long t, string? cid = null)
    {
        Require(version, deviceId);
        var writer = JsonSpelling.BeginObject();
        writer.Numbers("dpId"u8, dpIds ?? MeteredDps);
        Cid(writer, cid);
        return new WireRequest(CommandId.UpdateDps, writer.EndPayload());
    }

    /// <summary>The sign of life that keeps the connection open.</summary>
    public static WireRequest Heartbeat(ProtocolVersion version, string deviceId, long t)
    {
        Require(version, deviceId);
        var writer = JsonSpelling.BeginObject();
        writer.Text("gwId"u8, deviceId);
        writer.Text("devId"u8, deviceId);
        return new WireRequest(CommandId.Heartbeat, writer.EndPayload());
    }

    /// <summary>Asks a gateway which of its sub-devices are there; the answer may come in several frames, and older gateways give none.</summary>
    public static WireRequest SubDevices(ProtocolVersion version, string deviceId, long t)
    {
        Require(version, deviceId);
        var writer = JsonSpelling.BeginObject();
        writer.Text("reqType"u8, "subdev_online_stat_query");
        writer.Object("data"u8);
        writer.Texts("cids"u8, []);
        writer.EndObject();
        return new WireRequest(CommandId.LanExtStream, writer.EndPayload());
    }

    private static WireRequest QueryDevice22(ProtocolVersion version, string deviceId, long t, IEnumerable<int>? wanted, string? cid)
    {
        var ids = wanted?.ToArray();
        var dps = DpSet.Create((ids is { Length: > 0 } ? ids : UnknownDps).Select(id => KeyValuePair.Create(id, DpValue.Null)));
        var writer = JsonSpelling.BeginObject();
        Identity(writer, ProtocolVersion.V33, deviceId, t);
        Cid(writer, cid);
        writer.Dps("dps"u8, dps);
        return new WireRequest(CommandId.ControlNew, writer.EndPayload());
    }

    private static byte[] Protocol5(ProtocolVersion version, DpSet dps, long t, string? cid)
    {
        var writer = JsonSpelling.BeginObject();
        writer.Number("protocol"u8, 5);
        Time(writer, version, t);
        writer.Object("data"u8);
        if (cid is not null)
        {
            writer.Text("cid"u8, cid);
            writer.Number("ctype"u8, 0);
        }

        writer.Dps("dps"u8, dps);
        writer.EndObject();
        Cid(writer, cid);
        return writer.EndPayload();
    }

    private static void Identity(JsonSpelling writer, ProtocolVersion version, string deviceId, long t)
    {
        writer.Text("devId"u8, deviceId);
        writer.Text("uid"u8, deviceId);
        Time(writer, version, t);
    }

    // To a sub-device the time is a number on every version: so tinytuya, and the captures of gateways.
    private static JsonSpelling SubDevice(JsonSpelling writer, long t, string cid)
    {
        writer.Number("t"u8, t);
        Cid(writer, cid);
        return writer;
    }

    /// <summary>Up to 3.3 the time is text, from 3.4 on a number.</summary>
    private static void Time(JsonSpelling writer, ProtocolVersion version, long t)
    {
        if (version.NeedsSession())
        {
            writer.Number("t"u8, t);
        }
        else
        {
            writer.Text("t"u8, t.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void Cid(JsonSpelling writer, string? cid)
    {
        if (cid is not null)
        {
            writer.Text("cid"u8, cid);
        }
    }

    private static void Require(ProtocolVersion version, string deviceId)
    {
        ProtocolVersions.Require(version, nameof(version));
        ArgumentNullException.ThrowIfNull(deviceId);
    }
}
