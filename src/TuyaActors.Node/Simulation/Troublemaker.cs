using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using TuyaActors.Protocol;
using TuyaActors.Simulator;

namespace TuyaActors.Node.Simulation;

/// <summary>Does to a simulated device, on a word, what happens to real ones, so that one can watch how the fleet takes it.</summary>
internal sealed class Troublemaker(TuyaSimulator simulator)
{
    private readonly Dictionary<string, LocalKey> _keys = simulator.Devices.ToDictionary(d => d.Id, d => d.Key);

    /// <summary>The words, with what each does.</summary>
    public static IReadOnlyDictionary<string, string> Words { get; } = new Dictionary<string, string>
    {
        ["kill"] = "pulls its plug",
        ["refuse"] = "nothing listens on its port",
        ["reset"] = "every new connection is reset, as when another client holds the only one; the present one is dropped",
        ["silent"] = "takes connections and says nothing",
        ["garble"] = "every frame it sends is broken",
        ["rekey"] = "gets another local key, as after pairing anew",
        ["mend"] = "has power, its old key and no faults",
    };

    /// <summary>Does what the word says to the device with this id or name; <paramref name="said"/> tells what was done, or why nothing was.</summary>
    public bool TryDo(string word, string idOrName, out string said)
    {
        if (!Words.TryGetValue(word, out var what))
        {
            said = $"'{word}' is no trouble that can be made; allowed: {string.Join(", ", Words.Keys)}";
            return false;
        }

        if (!TryFind(idOrName, out var device))
        {
            said = $"there is no simulated device with the id or name '{idOrName}'";
            return false;
        }

        try
        {
            Do(word, device);
        }
        catch (SimulatorException failed)
        {
            said = failed.Message;
            return false;
        }

        said = $"{device.Name} ({device.Id}): {what}";
        return true;
    }

    /// <summary>Gives the device with this id or name these faults instead of those that it has.</summary>
    public FaultsAnswer SetFaults(string idOrName, DeviceFaults faults)
    {
        if (!TryFind(idOrName, out var device))
        {
            return new FaultsAnswer(null, false, $"there is no simulated device with the id or name '{idOrName}'");
        }

        try
        {
            device.Faults = faults;
            return new FaultsAnswer(device, true, "");
        }
        catch (SimulatorException failed)
        {
            return new FaultsAnswer(device, false, failed.Message);
        }
    }

    private bool TryFind(string idOrName, [NotNullWhen(true)] out SimulatedDevice? device)
    {
        device = simulator.Find(idOrName) ?? simulator.Devices.FirstOrDefault(d => string.Equals(d.Name, idOrName, StringComparison.OrdinalIgnoreCase));
        return device is not null;
    }

    private void Do(string word, SimulatedDevice device)
    {
        switch (word)
        {
            case "kill":
                device.Kill();
                break;
            case "refuse":
                device.Faults = DeviceFaults.None with { Refuse = true };
                break;
            case "reset":
                device.Faults = DeviceFaults.None with { ResetOnConnect = true };
                device.DropConnection(reset: true);
                break;
            case "silent":
                device.Faults = DeviceFaults.None with { Silent = true };
                break;
            case "garble":
                device.Faults = DeviceFaults.None with { CorruptFrames = 1 };
                break;
            case "rekey":
                device.ChangeKey(LocalKey.Parse(RandomNumberGenerator.GetHexString(LocalKey.Length, lowercase: true)));
                break;
            default:
                if (!device.Key.Equals(_keys[device.Id]))
                {
                    device.ChangeKey(_keys[device.Id]);
                }

                device.Faults = DeviceFaults.None;
                device.Start();
                break;
        }
    }
}

/// <summary>What became of a wish for faults.</summary>
/// <param name="Device">The device; null: there is none.</param>
/// <param name="Done">Whether it has them.</param>
/// <param name="Why">Why not.</param>
internal sealed record FaultsAnswer(SimulatedDevice? Device, bool Done, string Why);
