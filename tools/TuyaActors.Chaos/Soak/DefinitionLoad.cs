using System.Globalization;
using System.Net;
using TuyaActors.Chaos.Chaos;
using TuyaActors.Chaos.Trials;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Chaos.Soak;

/// <summary>
/// Definitions that change now and then: devices get other names, tags and groups; some are taken out and come back, or move between a known address and none; and strangers with ids
/// that were never there before come and go.
/// </summary>
/// <param name="host">Whose.</param>
/// <param name="lasting">Those that always stay defined.</param>
/// <param name="comers">Those that may be taken out: commands to them are nobody else's.</param>
/// <param name="options">How often.</param>
/// <param name="ledger">Hears of a refusal.</param>
internal sealed class DefinitionLoad(TrialHost host, IReadOnlyList<DeviceDefinition> lasting, IReadOnlyList<DeviceDefinition> comers, SoakOptions options, OutcomeLedger ledger)
{
    private const int Tags = 10;
    private const int MostStrangers = 5;
    private const int Remembered = 3;

    private readonly Random _random = new(options.Chaos.Seed + 4_000_037);
    private readonly HashSet<DeviceId> _away = [];
    private readonly Queue<DeviceId> _strangers = [];
    private readonly Dictionary<DeviceId, string[]> _history = [];
    private long _changes;
    private int _number;

    /// <summary>How many were made.</summary>
    public long Changes => Interlocked.Read(ref _changes);

    /// <summary>What was done last to the definition of one that may be taken out, for whoever has to find out why. Not while the load runs.</summary>
    public string HistoryOf(DeviceId id) => _history.TryGetValue(id, out var history) ? $"its definition was {string.Join(", ", history)}" : "its definition stayed";

    /// <summary>One of the tags that are given and taken.</summary>
    public static string Tag(Random random) => string.Create(CultureInfo.InvariantCulture, $"tag-{random.Next(Tags)}");

    /// <summary>Goes on until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var reply = await ChangeAsync();
                Interlocked.Increment(ref _changes);
                if (reply is not FleetReply.Done)
                    ledger.Stray($"a change of a definition was not done: {reply.Sentence}");
            }
            catch (Exception failed) when (failed is not OutOfMemoryException)
            {
                ledger.Stray($"a change of a definition was not answered: {failed.GetType().Name}: {failed.Message}");
            }

            await Pause.AboutAsync(options.Definition, _random, stop);
        }
    }

    private Task<FleetReply> ChangeAsync()
    {
        _number++;
        var one = lasting[_random.Next(lasting.Count)];
        return _random.Next(6) switch
        {
            0 => host.Fleet.RenameDeviceAsync(one.Id, $"{one.Name} {_number}"),
            1 => host.Fleet.TagDeviceAsync(one.Id, [Tag(_random)], [Tag(_random)]),
            2 => host.Fleet.GroupDeviceAsync(one.Id, _random.Next(3) == 0 ? null : $"group {_random.Next(Tags)}"),
            3 when comers.Count > 0 => ComeOrGoAsync(comers[_random.Next(comers.Count)]),
            4 when comers.Count > 0 => MoveAsync(comers[_random.Next(comers.Count)]),
            _ => _strangers.Count < MostStrangers ? MeetAsync() : host.Fleet.RemoveDeviceAsync(_strangers.Dequeue()),
        };
    }

    private Task<FleetReply> ComeOrGoAsync(DeviceDefinition comer)
    {
        if (_away.Contains(comer.Id))
            return MoveAsync(comer, comer);
        _away.Add(comer.Id);
        Remember(comer.Id, "removed");
        return host.Fleet.RemoveDeviceAsync(comer.Id);
    }

    private Task<FleetReply> MoveAsync(DeviceDefinition comer) => MoveAsync(comer, _random.Next(2) == 0 ? comer with { Address = null, Version = null } : comer);

    private Task<FleetReply> MoveAsync(DeviceDefinition comer, DeviceDefinition to)
    {
        Remember(comer.Id, $"{(_away.Contains(comer.Id) ? "added" : "updated")} {(to.Address is null ? "without" : "with")} an address");
        return _away.Remove(comer.Id) ? host.Fleet.AddDeviceAsync(to) : host.Fleet.UpdateDeviceAsync(to);
    }

    private void Remember(DeviceId id, string what) =>
        _history[id] = [.. _history.GetValueOrDefault(id, []).TakeLast(Remembered - 1), $"{what} at {DateTime.Now:HH:mm:ss.f}"];

    /// <summary>Nobody listens where it is said to be.</summary>
    private Task<FleetReply> MeetAsync()
    {
        var stranger = new DeviceDefinition(new DeviceId($"stranger{_number:x12}"))
        {
            Key = LocalKey.Parse($"{_number:x16}"),
            Version = ProtocolVersions.All[_random.Next(ProtocolVersions.All.Count)],
            Address = IPAddress.Loopback,
            Port = 1,
        };
        _strangers.Enqueue(stranger.Id);
        return host.Fleet.AddDeviceAsync(stranger);
    }
}
