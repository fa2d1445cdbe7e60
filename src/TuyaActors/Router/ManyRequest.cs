using System.Collections.Immutable;
using Akka.Actor;
using TuyaActors.Messages;

namespace TuyaActors.Router;

/// <summary>One of many that are told something.</summary>
/// <param name="Id">Which.</param>
/// <param name="Actor">Its actor.</param>
/// <param name="IsWell">Whether it will answer soon, as far as is known.</param>
internal sealed record ManyTarget(DeviceId Id, IActorRef Actor, bool IsWell);

/// <summary>A command to many, with all that was found out for it.</summary>
/// <param name="Command">What was asked.</param>
/// <param name="Targets">The devices meant, each once.</param>
/// <param name="Unknown">Ids that no device has.</param>
/// <param name="Unmatched">What else meant nobody.</param>
/// <param name="Parallelism">How many carry it out at once.</param>
/// <param name="Deadline">When all outcomes are to be there.</param>
/// <param name="ReplyTo">Who asked.</param>
internal sealed record ManyRequest(
    IManyCommand Command,
    ImmutableArray<ManyTarget> Targets,
    ImmutableArray<DeviceId> Unknown,
    ImmutableArray<string> Unmatched,
    int Parallelism,
    DateTimeOffset Deadline,
    IActorRef ReplyTo)
{
    /// <summary>What is wrong with a command; null: nothing.</summary>
    public static string? Refusal(IManyCommand command) => command switch
    {
        { Devices: null } => "it does not say which devices are meant",
        { Parallelism: < 1 } => $"with {command.Parallelism} devices at once none would ever be told; 1 or more are allowed",
        { Each: { } each } when each <= TimeSpan.Zero => "a device that may take no time cannot answer; more than 0 s is allowed",
        DeviceCommands.SetDpsOfMany { Dps: null or { Count: 0 } } => "no DP was named",
        DeviceCommands.SetDpsOfMany or DeviceCommands.RefreshMany => null,
        _ => $"a command '{command.GetType().Name}' to many is not known",
    };

    /// <summary>What one of them is told.</summary>
    public IDeviceCommand For(DeviceId id, DateTimeOffset deadline) => Command is DeviceCommands.SetDpsOfMany set
        ? new DeviceCommands.SetDps(id, set.Dps, deadline) { TraceParent = set.TraceParent }
        : new DeviceCommands.Refresh(id, deadline) { TraceParent = Command.TraceParent };
}
