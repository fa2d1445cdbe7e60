using System.Collections.Immutable;
using System.Net;
using TuyaActors.Messages;
using TuyaActors.Node.Json;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Tests.Probes;

/// <summary>Devices as a fleet would describe them.</summary>
internal static class Snapshots
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static DeviceSnapshot Device(string id = "bf0123456789abcdefgh", string name = "Lamp", DeviceState state = DeviceState.Online, DiagnosisKind? diagnosis = null) =>
        new(new DeviceId(id))
        {
            Name = name,
            State = state,
            Since = Now,
            Version = ProtocolVersion.V34,
            EndPoint = new IPEndPoint(IPAddress.Parse("192.168.1.20"), 6668),
            Diagnosis = diagnosis is { } kind ? Finding(kind) : null,
        };

    /// <summary>A device as a node's answers show it.</summary>
    public static DeviceJson Row(string id = "bf0123456789abcdefgh", string name = "Lamp", DeviceState state = DeviceState.Online, DiagnosisKind? diagnosis = null) =>
        DeviceJson.Of(Device(id, name, state, diagnosis));

    public static Messages.Diagnosis Finding(DiagnosisKind kind) => new(kind, $"What to do about {kind}.", 901, "seen by the test");

    public static FleetHealth Health(int devices = 0, params UdpPortHealth[] ports) =>
        new(devices, ImmutableSortedDictionary<DeviceState, int>.Empty.Add(DeviceState.Online, devices), [.. ports]);

    public static DeviceEvents.StateChanged Change(string id, DeviceState from, DeviceState to, DiagnosisKind? diagnosis = null) =>
        new(new DeviceId(id), from, to, diagnosis is { } kind ? Finding(kind) : null, Now);

    public static DeviceEvents.DpsReported Report(string id, params ReadOnlySpan<(int, DpValue)> dps) =>
        new(new DeviceId(id), DpSet.Of(dps), DpSet.Of(dps), ReportCause.Push, Now);
}
