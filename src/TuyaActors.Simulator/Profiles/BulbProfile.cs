using System.Globalization;
using TuyaActors.Protocol;

namespace TuyaActors.Simulator.Profiles;

/// <summary>20 switch, 21 work mode, 22 brightness, 23 colour temperature, 24 colour (hsv16: hhhhssssvvvv in hex), 25 scene.</summary>
internal sealed class BulbProfile : DeviceProfile
{
    private const int Switch = 20;
    private const int Mode = 21;
    private const int Brightness = 22;
    private const int Temperature = 23;
    private const int Colour = 24;
    private const int Scene = 25;
    private const string NightScene = "000e0d0000000000000000c80000";

    public override string Kind => "bulb";

    public override string Category => "dj";

    public override string ProductName => "RGB+CCT Smart Bulb";

    public override string ProductKey => "keybulb7qv2hx9ra";

    public override IReadOnlyList<DpDefinition> DataPoints { get; } =
    [
        DpDefinition.Switch(Switch, "switch_led"),
        DpDefinition.Choice(Mode, "work_mode", "white", "colour", "scene", "music"),
        DpDefinition.Number(Brightness, "bright_value_v2", 10, 1000),
        DpDefinition.Number(Temperature, "temp_value_v2", 0, 1000),
        DpDefinition.Text(Colour, "colour_data_v2", 12),
        DpDefinition.Text(Scene, "scene_data_v2", 255),
    ];

    public override DpSet InitialState(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return DpSet.Of(
            (Switch, random.Next(2) == 0),
            (Mode, "white"),
            (Brightness, random.Next(10, 1001)),
            (Temperature, random.Next(0, 1001)),
            (Colour, Hsv(random.Next(0, 361), 1000, 1000)),
            (Scene, NightScene));
    }

    public override DpSet Drift(DpSet state, TimeSpan elapsed, Random random)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(random);
        if (!state[Switch].AsBoolean())
        {
            return random.Next(4) == 0 ? DpSet.Of((Switch, true)) : DpSet.Empty;
        }

        return state[Mode].AsString() switch
        {
            "colour" => DpSet.Of((Colour, Hsv(random.Next(0, 361), 1000, random.Next(10, 1001)))),
            "white" when random.Next(3) == 0 => DpSet.Of((Temperature, Wander(state, Temperature, 150, random))),
            "white" => DpSet.Of((Brightness, Wander(state, Brightness, 200, random))),
            _ => DpSet.Empty,
        };
    }

    /// <summary>A bulb changes into the mode that a value belongs to, unless the command names the mode itself.</summary>
    protected override DpSet Consequences(DpSet state, DpSet accepted)
    {
        if (accepted.TryGetValue(Colour, out var colour) && !IsHsv(colour.AsString()))
        {
            accepted = accepted.Without(Colour);
        }

        if (accepted.ContainsKey(Mode))
        {
            return accepted;
        }

        var mode = accepted.ContainsKey(Scene) ? "scene"
            : accepted.ContainsKey(Colour) ? "colour"
            : accepted.ContainsKey(Brightness) || accepted.ContainsKey(Temperature) ? "white"
            : null;
        return mode is null || state[Mode].AsString() == mode ? accepted : accepted.With(Mode, mode);
    }

    private static string Hsv(int hue, int saturation, int value)
        => string.Create(CultureInfo.InvariantCulture, $"{hue:x4}{saturation:x4}{value:x4}");

    private static bool IsHsv(string text)
        => text.Length == 12
           && ushort.TryParse(text.AsSpan(0, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hue) && hue <= 360
           && ushort.TryParse(text.AsSpan(4, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var saturation) && saturation <= 1000
           && ushort.TryParse(text.AsSpan(8, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) && value <= 1000;
}
