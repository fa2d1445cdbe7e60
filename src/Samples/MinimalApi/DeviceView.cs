using System.Text.Json.Nodes;
using TuyaActors.Messages;

namespace TuyaActors.Samples;

/// <summary>What callers see of a device: names that stay as they are when the fleet's messages grow.</summary>
internal sealed record DeviceView(string Id, string Name, string State, string? Problem, bool Stale, JsonNode? Dps)
{
    public static DeviceView Of(DeviceSnapshot device) =>
        new(device.DeviceId.Value, device.Name, device.State.ToString(), device.Diagnosis?.Sentence, device.Stale, JsonNode.Parse(device.Reported.ToJson()));
}
