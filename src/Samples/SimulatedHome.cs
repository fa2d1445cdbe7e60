using TuyaActors.Protocol;
using TuyaActors.Simulator;
using TuyaActors.Simulator.Profiles;

namespace TuyaActors.Samples;

/// <summary>
/// Devices for a sample. Where the current folder has a devices.json, they are yours. Where it has none, a lamp, a plug and a door are simulated in
/// this process; the current folder is then a new one with a devices.json of theirs, and is deleted at the end.
/// </summary>
internal sealed class SimulatedHome : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly TuyaSimulator? _simulator;
    private readonly string _folder = "";
    private readonly Task _life = Task.CompletedTask;

    private SimulatedHome(TuyaSimulator? simulator)
    {
        if (simulator is null)
            return;
        _simulator = simulator;
        Lamp = simulator.Add(new() { Name = "Hall lamp", Version = ProtocolVersion.V34, Profile = DeviceProfile.Bulb, State = DpSet.Of((20, false)), Port = 0 });
        simulator.Add(new() { Name = "Desk plug", Version = ProtocolVersion.V33, Port = 0 });
        var door = simulator.Add(new() { Name = "Front door", Version = ProtocolVersion.V35, Profile = new DoorContact(), Port = 0 });
        _folder = Directory.CreateTempSubdirectory("tuya-sample-").FullName;
        Environment.CurrentDirectory = _folder;
        simulator.WriteDevicesFile("devices.json");
        _life = OpenAndCloseAsync(door, _end.Token);
        Console.WriteLine("There is no devices.json here: a lamp, a plug and a door are simulated.");
    }

    /// <summary>The simulated lamp; null where the devices are yours.</summary>
    public SimulatedDevice? Lamp { get; }

    public static async Task<SimulatedHome> EnterAsync() =>
        new(File.Exists("devices.json") ? null : await TuyaSimulator.StartQuietAsync());

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _life.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
        if (_simulator is null)
            return;
        await _simulator.DisposeAsync();
        Environment.CurrentDirectory = Path.GetTempPath();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task OpenAndCloseAsync(SimulatedDevice door, CancellationToken end)
    {
        using var seconds = new PeriodicTimer(TimeSpan.FromSeconds(3));
        while (await seconds.WaitForNextTickAsync(end))
            door.Set(1, !door.State[1].AsBoolean());
    }

    /// <summary>A door's contact: 1 open, 2 battery (%). The simulator has no such device, so this is how to make one.</summary>
    private sealed class DoorContact : DeviceProfile
    {
        public override string Kind => "door";

        public override string Category => "mcs";

        public override string ProductName => "Door Contact";

        public override string ProductKey => "keydoor4r9pq2sxu";

        public override IReadOnlyList<DpDefinition> DataPoints { get; } =
            [DpDefinition.Switch(1, "doorcontact_state", writable: false), DpDefinition.Number(2, "battery_percentage", 0, 100, "%", writable: false)];

        public override DpSet InitialState(Random random) => DpSet.Of((1, false), (2, 90));

        public override DpSet Drift(DpSet state, TimeSpan elapsed, Random random) => DpSet.Empty;
    }
}
