using System.Collections.Immutable;
using TuyaActors.Device.Facts;
using TuyaActors.Messages;
using TuyaActors.Protocol.Payloads;

namespace TuyaActors.Device;

// What outlives a crash.
internal sealed partial class DeviceActor
{
    /// <summary>What a crash must not lose: the latest definition, and what was learned of the device. Handed over by the props.</summary>
    public sealed class Memory
    {
        private readonly Dictionary<string, DpLimit> _limits = new(StringComparer.Ordinal);

        internal Memory(DeviceDefinition definition)
        {
            Definition = definition;
            Addresses = new AddressBook(definition.Address);
            Versions = new VersionTrial(definition.Version);
        }

        internal DeviceDefinition Definition { get; set; }

        /// <summary>How it (the empty cid) and those behind it want to be queried.</summary>
        internal Dictionary<string, DialectTrial> Dialects { get; } = new(StringComparer.Ordinal);

        /// <summary>The DPs that it and those behind it have shown.</summary>
        internal KnownDps KnownDps { get; } = new();

        /// <summary>Which cids (empty: the device itself) know no UPDATEDPS.</summary>
        internal HashSet<string> WithoutUpdateDps { get; } = new(StringComparer.Ordinal);

        /// <summary>The DPs that somebody subscribes to, by cid.</summary>
        internal Dictionary<string, ImmutableHashSet<int>> WatchedDps { get; } = new(StringComparer.Ordinal);

        /// <summary>What it said of the devices behind it.</summary>
        internal GatewayChildren Children { get; set; } = GatewayChildren.None;

        internal AddressBook Addresses { get; set; }

        /// <summary>Where it stood since the start.</summary>
        internal StateLog States { get; set; } = StateLog.Empty;

        internal VersionTrial Versions { get; set; }

        /// <summary>What is known of that of the device, or of one behind it.</summary>
        internal DpLimit LimitOf(string? cid)
        {
            if (!_limits.TryGetValue(cid ?? "", out var limit))
                _limits[cid ?? ""] = limit = new DpLimit(null);
            return limit;
        }

        /// <summary>Whether a session was agreed on under the present key.</summary>
        internal bool KeyServed { get; set; }

        /// <summary>Whether what was written down before the start has come in.</summary>
        internal bool IsRestored { get; set; }

        /// <summary>What of all this is worth to be written down.</summary>
        internal DeviceFacts Facts() => new()
        {
            Address = Addresses.Verification,
            Configured = Addresses.Configured,
            FormerAddresses = Addresses.History,
            Version = Versions.Proved,
            KeyMark = KeyServed && Definition.Key is { } key ? KeyMark.Of(key, Definition.Id) : null,
            Lines = Dialects.Keys.Concat(KnownDps.Lines).Concat(WithoutUpdateDps).Concat(_limits.Keys).Distinct(StringComparer.Ordinal)
                .Select(cid => KeyValuePair.Create(cid, LineOf(cid))).Where(line => !line.Value.IsEmpty).ToImmutableSortedDictionary(StringComparer.Ordinal),
            Children = Children.Unknown,
        };

        /// <summary>At a start: what was learned before it, as far as the definition still lets it count, and nothing newer is known.</summary>
        internal void Restore(DeviceFacts facts, Func<string, bool> isDefined)
        {
            IsRestored = true;
            Addresses = Addresses.Restored(facts);
            Versions = Versions.Restored(facts.Version);
            KeyServed |= facts.KeyMark is { } mark && Definition.Key is { } key && KeyMark.Of(key, Definition.Id) == mark;
            Children = Children.Restored(facts.Children, isDefined);
            foreach (var (cid, line) in facts.Lines)
            {
                KnownDps.Restore(cid, line.Dps.Values);
                if (line.IsDevice22)
                    Dialects.TryAdd(cid, DialectTrial.RestoredDevice22);
                if (line.IsWithoutUpdateDps)
                    WithoutUpdateDps.Add(cid);
                if (line.MostDps is { } most)
                    LimitOf(cid).Restore(most);
            }
        }

        /// <summary>What was learned of the device at this cid is void: another one may come there.</summary>
        internal void Forget(string cid)
        {
            KnownDps.Forget(cid);
            Dialects.Remove(cid);
            WithoutUpdateDps.Remove(cid);
            WatchedDps.Remove(cid);
            _limits.Remove(cid);
        }

        private LineFacts LineOf(string cid) => LineFacts.None.Seen(KnownDps.SeenOf(cid)) with
        {
            IsDevice22 = Dialects.GetValueOrDefault(cid) is { Dialect: DeviceDialect.Device22, IsProved: true },
            MostDps = _limits.GetValueOrDefault(cid)?.Most,
            IsWithoutUpdateDps = WithoutUpdateDps.Contains(cid),
        };
    }
}
