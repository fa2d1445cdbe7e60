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
        private HashSet<string>? _withoutUpdateDps;
        private PerLine<DpLimit> _limits = new();

        internal Memory(DeviceDefinition definition, bool isNew = false)
        {
            IsNew = isNew;
            Definition = definition;
            Addresses = new AddressBook(definition.Address);
            Versions = new VersionTrial(definition.Version);
        }

        internal DeviceDefinition Definition { get; set; }

        /// <summary>Whether it began with nothing: then what is stored of a former one of its id is void.</summary>
        internal bool IsNew { get; }

        /// <summary>How it and those behind it want to be queried.</summary>
        internal PerLine<DialectTrial> Dialects = new();

        /// <summary>The DPs that it and those behind it have shown.</summary>
        internal KnownDps KnownDps { get; } = new();

        /// <summary>Which cids (empty: the device itself) know no UPDATEDPS.</summary>
        internal HashSet<string> WithoutUpdateDps => _withoutUpdateDps ??= new HashSet<string>(StringComparer.Ordinal);

        /// <summary>The DPs that somebody subscribes to.</summary>
        internal PerLine<ImmutableHashSet<int>> WatchedDps = new();

        /// <summary>What it said of the devices behind it.</summary>
        internal GatewayChildren Children { get; set; } = GatewayChildren.None;

        internal AddressBook Addresses { get; set; }

        /// <summary>Where it stood since the start.</summary>
        internal StateLog States { get; set; } = StateLog.Empty;

        internal VersionTrial Versions { get; set; }

        /// <summary>What is known of that of the device, or of one behind it.</summary>
        internal DpLimit LimitOf(string? cid) => _limits[cid] ??= new DpLimit(null);

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
            Lines = Dialects.Lines.Concat(KnownDps.Lines).Concat(_withoutUpdateDps ?? []).Concat(_limits.Lines).Select(cid => cid ?? "").Distinct(StringComparer.Ordinal)
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
                    Dialects[cid] ??= DialectTrial.RestoredDevice22;
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
            Dialects[cid] = null;
            _withoutUpdateDps?.Remove(cid);
            WatchedDps[cid] = null;
            _limits[cid] = null;
        }

        private LineFacts LineOf(string cid) => LineFacts.None.Seen(KnownDps.SeenOf(cid)) with
        {
            IsDevice22 = Dialects[cid] is { Dialect: DeviceDialect.Device22, IsProved: true },
            MostDps = _limits[cid]?.Most,
            IsWithoutUpdateDps = _withoutUpdateDps?.Contains(cid) == true,
        };
    }
}
