using TuyaActors.Protocol;

namespace TuyaActors.Simulator.Profiles;

/// <summary>1 temperature (0.1 °C), 2 humidity (%), 4 battery (%). Nothing can be set.</summary>
internal sealed class SensorProfile : DeviceProfile
{
    private const int Temperature = 1;
    private const int Humidity = 2;
    private const int Battery = 4;

    public override string Kind => "sensor";

    public override string Category => "wsdcg";

    public override string ProductName => "Temperature and Humidity Sensor";

    public override string ProductKey => "keysense3n8yf6wc";

    public override IReadOnlyList<DpDefinition> DataPoints { get; } =
    [
        DpDefinition.Number(Temperature, "va_temperature", -200, 600, "℃", scale: 1, writable: false),
        DpDefinition.Number(Humidity, "va_humidity", 0, 100, "%", writable: false),
        DpDefinition.Number(Battery, "battery_percentage", 0, 100, "%", writable: false),
    ];

    public override DpSet InitialState(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return DpSet.Of((Temperature, random.Next(150, 260)), (Humidity, random.Next(30, 70)), (Battery, random.Next(40, 101)));
    }

    public override DpSet Drift(DpSet state, TimeSpan elapsed, Random random)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(random);
        var drifted = DpSet.Of((Temperature, Wander(state, Temperature, 3, random)), (Humidity, Wander(state, Humidity, 2, random)));

        // A battery lasts for thousands of reports.
        return random.Next(2000) == 0 ? drifted.With(Battery, Math.Max(0, state[Battery].AsInteger() - 1)) : drifted;
    }
}
