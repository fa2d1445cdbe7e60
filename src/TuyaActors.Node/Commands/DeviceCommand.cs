using System.CommandLine;
using TuyaActors.Hosting;
using TuyaActors.Messages;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Running;

namespace TuyaActors.Node.Commands;

/// <summary>What the commands for one device have in common: its options, a fleet of one, and the log switch.</summary>
internal sealed class DeviceCommand : NodeCommand
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    private readonly CommandEnvironment _environment;
    private readonly DeviceOptions _device;
    private readonly Option<bool> _verbose = Cli.Options.Switch("--verbose", "Show log lines on standard error");
    private AtNode? _atNode;

    public DeviceCommand(CommandEnvironment environment, string name, string description, params string[] examples)
        : base(name, description, examples)
    {
        _environment = environment;
        _device = new DeviceOptions().AddTo(this);
        Options.Add(_verbose);
    }

    /// <summary>Adds the usual time-out. It covers finding, connecting and answering: each of the three takes a slow device some 3 s.</summary>
    /// <param name="atNode">Whether the command can ask a node instead, which has its own.</param>
    public Option<TimeSpan?> AddTimeout(bool atNode = false)
    {
        var timeout = Cli.Options.Seconds("--timeout", $"How long all of it may take (default {DefaultTimeout.TotalSeconds:0}{(atNode ? "; at a node its tuya.command-timeout, and 300 at most" : "")})", highest: 3600);
        Options.Add(timeout);
        return timeout;
    }

    /// <summary>Runs the command as one call to the device; what <paramref name="prepare"/> makes is given the time that it may take.</summary>
    public void SetCall(
        Option<TimeSpan?> timeout,
        Func<ParseResult, DeviceId, Func<ITuyaFleet, TimeSpan, CancellationToken, Task<CommandOutcome>>> prepare,
        Func<ParseResult, DeviceAnswer, int> finish) =>
        SetFleetAction((parsed, target) =>
        {
            var ask = prepare(parsed, target.Device.Id);
            return async (fleet, end) =>
            {
                var limit = parsed.GetValue(timeout) ?? DefaultTimeout;
                await AddAsync(fleet, target, end);
                var answer = await new DeviceCaller(fleet, target).AskAsync(token => ask(fleet, limit, token), end);
                return finish(parsed, answer);
            };
        });

    /// <summary>Runs what <paramref name="prepare"/> makes for as long as it likes, with a fleet that is to get the device from it.</summary>
    public void SetFleetAction(Func<ParseResult, DeviceTarget, Func<ITuyaFleet, CancellationToken, Task<int>>> prepare) =>
        SetAction(async (parsed, end) =>
        {
            if (_atNode is { } atNode && atNode.IsMeant(parsed, _device.Given(parsed)))
            {
                return await atNode.RunAsync(parsed, end);
            }

            var target = _device.Read(parsed, _environment, _atNode?.Example);
            var run = prepare(parsed, target);
            var setup = new FleetSetup { Discovery = target.Connected.Address is null, StartsAtOnce = true, Verbose = parsed.GetValue(_verbose) };
            await using var running = await _environment.StartFleet(setup, end);
            return await run(running.Fleet, end);
        });

    /// <summary>Lets the command ask a running node instead, where the command line means that.</summary>
    public void SetNodeForm(AtNode atNode)
    {
        _atNode = atNode;
        atNode.Node.AddTo(this);
    }

    /// <summary>Takes the device, and the gateway that it may need, into the fleet.</summary>
    /// <exception cref="UsageException">The fleet refuses it.</exception>
    public static async Task AddAsync(ITuyaFleet fleet, DeviceTarget target, CancellationToken end)
    {
        foreach (var definition in target.Definitions)
        {
            if (await fleet.AddDeviceAsync(definition, end) is FleetReply.Refused refused)
            {
                throw new UsageException(refused.Reason);
            }
        }
    }
}
