namespace TuyaActors.Protocol.Payloads;

/// <summary>What a client asked, as the device understands it.</summary>
/// <param name="Kind">What is wanted.</param>
/// <param name="Command">The command of the frame, which an answer repeats.</param>
/// <param name="Dps">The DPs to set; in a device22 query those asked for, all null.</param>
/// <param name="DpIds">The DPs asked for, in a query of the device22 way and in UPDATEDPS; otherwise empty, which in a query means all.</param>
/// <param name="Cid">The sub-device meant.</param>
/// <param name="DeviceId">The device that the client believes to speak to; 3.4 and 3.5 mostly do not say.</param>
/// <param name="T">The client's time, Unix seconds.</param>
public sealed record DeviceRequest(
    DeviceRequestKind Kind, CommandId Command, DpSet Dps, IReadOnlyList<int> DpIds, string? Cid = null, string? DeviceId = null, long? T = null);
