namespace TuyaActors.Protocol.Payloads;

/// <summary>The fields of payloads that mean something to us.</summary>
internal enum Field : byte
{
    Unknown,
    Dps,
    Data,
    Cid,
    DeviceId,
    GatewayId,
    RequestType,
    Time,
    DpIds,
    Online,
    Offline,
    Nearby,
}

/// <summary>Tells a field by its name.</summary>
internal static class FieldNames
{
    public static Field Find(ReadOnlySpan<byte> name) => name.Length switch
    {
        1 when name.SequenceEqual("t"u8) => Field.Time,
        3 when name.SequenceEqual("dps"u8) => Field.Dps,
        3 when name.SequenceEqual("cid"u8) => Field.Cid,
        4 when name.SequenceEqual("data"u8) => Field.Data,
        4 when name.SequenceEqual("dpId"u8) => Field.DpIds,
        4 when name.SequenceEqual("gwId"u8) => Field.GatewayId,
        5 when name.SequenceEqual("devId"u8) => Field.DeviceId,
        6 when name.SequenceEqual("online"u8) => Field.Online,
        6 when name.SequenceEqual("nearby"u8) => Field.Nearby,
        7 when name.SequenceEqual("offline"u8) => Field.Offline,
        7 when name.SequenceEqual("reqType"u8) => Field.RequestType,
        _ => Field.Unknown,
    };
}
