using System.Collections.Immutable;
using TuyaActors.Messages;

namespace TuyaActors.Device;

// What outlives a crash.
public sealed partial class DeviceActor
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

        internal VersionTrial Versions { get; set; }

        /// <summary>How many DPs the device takes in one set, as far as that is known; <c>null</c>: no limit has shown itself.</summary>
        internal int? MostDps
        {
            get => _limits.GetValueOrDefault("")?.Most;
            set => _limits[""] = new DpLimit(value);
        }

        /// <summary>What is known of that of the device, or of one behind it.</summary>
        internal DpLimit LimitOf(string? cid)
        {
            if (!_limits.TryGetValue(cid ?? "", out var limit))
                _limits[cid ?? ""] = limit = new DpLimit(null);
            return limit;
        }

        /// <summary>Whether a session was agreed on under the present key.</summary>
        internal bool KeyServed { get; set; }
    }
}
