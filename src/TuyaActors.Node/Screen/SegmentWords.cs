using System.Globalization;
using TuyaActors.Node.Definitions;
using TuyaActors.Node.Json;

namespace TuyaActors.Node.Screen;

/// <summary>A LAN segment in words.</summary>
internal static class SegmentWords
{
    /// <summary>"garage: 3 of 4 devices online, 2 nodes", or that it cannot be reached.</summary>
    public static string Of(SegmentJson segment) => string.Create(
        CultureInfo.InvariantCulture,
        $"{segment.Name}: {(segment.Available ? $"{segment.Online} of {Words.Count(segment.Devices, "device")} online, {Words.Count(segment.Nodes.Count(node => node.Reachable), "node")}" : $"none of its nodes can be reached, and so none of its {Words.Count(segment.Devices, "device")}")}");
}
