using TuyaActors.Node.Json;

namespace TuyaActors.Node.Tests.Probes;

/// <summary>Fleets as a node's answers show them.</summary>
internal static class Fleets
{
    public static FleetJson Healthy() => new()
    {
        Status = "healthy",
        Sentence = "2 of 3 devices are online",
        Version = "0.1.0",
        Engine = "Akka engine: test",
        Started = Snapshots.Now.AddHours(-3),
        Now = Snapshots.Now,
        Devices = 3,
        Online = 2,
        Asleep = 0,
        SubDevices = 4,
        SubDevicesOnline = 4,
        ByState = new Dictionary<string, int> { ["online"] = 2, ["backoff"] = 1 },
        ByDiagnosis = new Dictionary<string, int> { ["refused"] = 1 },
        Wedged = [],
        Strangers = 1,
        UdpPorts = [new UdpPortJson(6667, true, 12, null, Snapshots.Now), new UdpPortJson(6666, false, 0, "another program has it", null)],
        Storage = new StorageJson(true, null),
    };
}
