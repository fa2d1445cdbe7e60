using TuyaActors.Messages;
using TuyaActors.Node.Running;

namespace TuyaActors.Node.Screen;

/// <summary>What the screen shows, as data.</summary>
/// <param name="Engine">The Akka engine's sentence.</param>
/// <param name="Url">Where the page and the API are.</param>
/// <param name="Online">How many devices are online; those behind gateways are counted apart.</param>
/// <param name="Total">How many there are.</param>
/// <param name="SubDevicesOnline">How many of those behind gateways are online.</param>
/// <param name="SubDevices">How many there are.</param>
/// <param name="ByState">How many stand in each of the other states, none left out but zero.</param>
/// <param name="PushesPerSecond">Of all devices.</param>
/// <param name="Rows">All devices, those with problems first.</param>
internal sealed record FleetView(
    string Engine,
    string Url,
    int Online,
    int Total,
    int SubDevicesOnline,
    int SubDevices,
    IReadOnlyList<(DeviceState State, int Count)> ByState,
    double PushesPerSecond,
    IReadOnlyList<FleetRow> Rows);

/// <summary>One device on the screen.</summary>
/// <param name="Device">What is known of it.</param>
/// <param name="Urgency">How much it wants to be looked at.</param>
/// <param name="LastPush">How long ago it last reported of itself; null: never.</param>
/// <param name="RetryIn">When the next attempt is due, from now; null: none is.</param>
/// <param name="PushesPerSecond">How often it reports of itself.</param>
internal sealed record FleetRow(DeviceSnapshot Device, Urgency Urgency, TimeSpan? LastPush, TimeSpan? RetryIn, double PushesPerSecond);
