using System.Collections.Immutable;
using TuyaActors.Messages;

namespace TuyaActors.Registry;

/// <summary>What a command comes to.</summary>
/// <param name="Reply">The answer, once the events are stored.</param>
/// <param name="Events">What is to be stored, all or nothing; empty: the command changes nothing.</param>
/// <param name="After">The state when they are.</param>
internal sealed record RegistryDecision(FleetReply Reply, ImmutableArray<RegistryEvent> Events, RegistryState After);
