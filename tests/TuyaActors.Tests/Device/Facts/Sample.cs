using System.Net;
using TuyaActors.Device.Facts;
using TuyaActors.Protocol;

namespace TuyaActors.Tests.Device.Facts;

/// <summary>A gateway of which everything is known.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<FactEvent> Events { get; } =
    [
        new FactEvent.AddressVerified(IPAddress.Parse("192.0.2.7"), IPAddress.Parse("192.0.2.1"), At),
        new FactEvent.VersionProved(ProtocolVersion.V34),
        new FactEvent.KeyServed(4711),
        new FactEvent.DialectLearned("", true),
        new FactEvent.DpLimitLearned("c1", 1),
        new FactEvent.UpdateDpsRefused(""),
        new FactEvent.DpsSeen("", [new DpSeen(1, DpTypes.Boolean, null, null), new DpSeen(2, DpTypes.Integer | DpTypes.Text, -5, 1000)]),
        new FactEvent.ChildrenNamed(["c2", "c3"]),
    ];

    public static DeviceFacts Facts { get; } = Events.Aggregate(DeviceFacts.None, (facts, e) => facts.Apply(e));

    public static DeviceRecord Record { get; } = new(
        Facts.Apply(new FactEvent.AddressVerified(IPAddress.Parse("192.0.2.8"), null, At.AddHours(1))), DpSet.Of((1, true), (2, 1000), (21, "white")), At.AddHours(2));
}
