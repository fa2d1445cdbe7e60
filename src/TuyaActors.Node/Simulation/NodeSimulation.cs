using System.Net;
using System.Text;
using TuyaActors.Interop;
using TuyaActors.Messages;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Json;
using TuyaActors.Simulator;
using TuyaActors.Simulator.Faults;

namespace TuyaActors.Node.Simulation;

/// <summary>The simulated devices of a node, and how its fleet is told of them.</summary>
internal sealed class NodeSimulation : IAsyncDisposable
{
    // Each fourth is configured with its address; the others show that discovery finds them.
    private const int WithAddress = 4;

    private readonly TuyaSimulator _simulator;
    private readonly FaultPlayer? _player;

    private NodeSimulation(TuyaSimulator simulator, FaultPlayer? player)
    {
        (_simulator, _player) = (simulator, player);
        Definitions = [.. Define(simulator)];
        Troubles = new Troublemaker(simulator);
    }

    /// <summary>What the fleet is told: id, name and key of all, address and version of few.</summary>
    public IReadOnlyList<DeviceDefinition> Definitions { get; }

    /// <summary>Where they announce themselves, and listen for probes.</summary>
    public IPAddress BroadcastAddress => _simulator.Options.BroadcastAddress;

    /// <summary>The devices, their faults and what they have counted.</summary>
    public SimulationJson Show() => SimulationJson.Of(_simulator);

    /// <summary>What can be done to them.</summary>
    public Troublemaker Troubles { get; }

    /// <summary>What there is, for the first lines.</summary>
    public string Sentence
    {
        get
        {
            var devices = _simulator.Devices;
            var unknown = Definitions.Count(d => d is { IsSubDevice: false, Address: null });
            var behind = devices.Sum(d => d.SubDevices.Count);
            return $"{devices.Count} simulated devices of protocol 3.1 to 3.5 listen on {devices[0].EndPoint.Address} to {devices[^1].EndPoint.Address}, port {devices[0].EndPoint.Port}{(behind == 0 ? "" : $", and {behind} more behind the gateways among them")}; "
                + $"{unknown} of them are known by id and key alone and must be found by their broadcasts";
        }
    }

    /// <summary>Starts so many devices.</summary>
    /// <param name="simulator">Without devices; it is the simulation's from now on.</param>
    /// <param name="count">How many, those behind gateways not counted.</param>
    /// <param name="seed">Of their ids and keys.</param>
    /// <param name="firstAddress">Of the first; the others follow.</param>
    /// <param name="faults">How they break, from now on.</param>
    /// <param name="tell">Gets a sentence for each fault that could not be made.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="UsageException">Their addresses or ports cannot be had, or a fault is for a device that is not there.</exception>
    public static async Task<NodeSimulation> StartAsync(
        TuyaSimulator simulator, int count, int seed, IPAddress firstAddress, FaultsFile? faults, Action<string> tell, CancellationToken cancellationToken)
    {
        try
        {
            simulator.AddRange(SimulatedFleet.Create(count, seed, firstAddress));
            var player = faults?.PlayerFor(simulator, tell);
            await simulator.StartAsync(cancellationToken);
            player?.Start();
            return new NodeSimulation(simulator, player);
        }
        catch (Exception refused) when (refused is SimulatorException or ArgumentException)
        {
            await simulator.DisposeAsync();
            throw new UsageException($"--simulate: {refused.Message} Another node may simulate there; --simulate-base takes another address.");
        }
        catch
        {
            await simulator.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _player?.Dispose();
        return _simulator.DisposeAsync();
    }

    // As if somebody had imported tinytuya's file: with the mapping, and so with names and ranges of the DPs.
    private static IEnumerable<DeviceDefinition> Define(TuyaSimulator simulator)
    {
        var known = TinytuyaDevicesFile.Read(Encoding.UTF8.GetBytes(simulator.ToDevicesJson()), "the simulated devices").Devices.ToDictionary(device => device.Id.Value);
        foreach (var (i, device) in simulator.Devices.Index())
        {
            var definition = known[device.Id] with { Group = RoomOf(device.Name), Tags = [device.Profile.Kind] };
            yield return i % WithAddress == 0 ? definition : definition with { Version = null, Address = null };
            foreach (var sub in device.SubDevices)
            {
                yield return known[sub.Id] with { Group = RoomOf(sub.Name), Tags = [sub.Profile.Kind] };
            }
        }
    }

    // "Living room plug 3": the words before the kind, which begin with a capital letter or follow one.
    private static string RoomOf(string name) => string.Join(' ', name.Split(' ').TakeWhile((word, i) => i == 0 || word == "room"));
}
