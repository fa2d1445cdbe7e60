namespace Akka.Configuration.Hocon;

/// <summary>Replaces the references of one text by what the whole text defines for them, wherever it stands.</summary>
internal sealed class HoconResolver(HoconMap root)
{
    private readonly Dictionary<HoconReference, HoconNode> _resolved = [];
    private readonly HashSet<HoconReference> _underWay = [];

    public static HoconMap Resolve(HoconMap root) => new HoconResolver(root).ResolveMap(root);

    private HoconMap ResolveMap(HoconMap map)
    {
        var resolved = new HoconMap();
        foreach (var (key, value) in map.Items)
            resolved.Set(key, ResolveNode(value));

        return resolved;
    }

    private HoconNode ResolveNode(HoconNode node) => node switch
    {
        HoconMap map => ResolveMap(map),
        HoconList list => new HoconList([.. list.Items.Select(ResolveNode)]),
        HoconReference reference => ResolveReference(reference),
        HoconSequence sequence => Join(sequence),
        HoconLayers layers => (ResolveNode(layers.Under), ResolveNode(layers.Over)) switch
        {
            (HoconMap, HoconMap) => throw new ConfigurationException(
                $"HOCON key '{layers.Key}': an object and a substituted object are not merged by Akka.NET; use WithFallback."),
            var (_, over) => over,
        },
        _ => node,
    };

    private HoconNode ResolveReference(HoconReference reference)
    {
        if (_resolved.TryGetValue(reference, out var known))
            return known;
        if (!_underWay.Add(reference))
            throw new ConfigurationException($"HOCON line {reference.Line}: {reference} refers to itself.");

        HoconNode? node = root;
        foreach (var key in HoconPath.Split(reference.Path))
        {
            if (node is HoconPending)
                node = ResolveNode(node);
            node = (node as HoconMap)?.Find(key);
        }

        if (node is null)
            throw new ConfigurationException($"HOCON line {reference.Line}: {reference} is not defined in this text.");

        var plain = ResolveNode(node);
        _underWay.Remove(reference);
        return _resolved[reference] = plain;
    }

    private HoconNode Join(HoconSequence sequence)
    {
        var parts = sequence.Parts.Select(ResolveNode).ToList();
        var substituted = sequence.Parts.Any(part => part is HoconPending);
        var meaningful = parts.Where(part => part is not HoconText { Value: var text } || !string.IsNullOrWhiteSpace(text)).ToList();

        if (meaningful.All(part => part is HoconMap) && !substituted)
            return meaningful.Cast<HoconMap>().Aggregate(HoconMap.Merge);
        if (meaningful.All(part => part is HoconList))
            return new HoconList([.. meaningful.Cast<HoconList>().SelectMany(list => list.Items)]);
        if (parts.Any(part => part is not HoconText))
            throw new ConfigurationException($"HOCON line {sequence.Line}: what stands side by side here cannot be joined into one value.");

        var joined = string.Concat(parts.Select(part => ((HoconText)part).Value));
        return new HoconText(joined);
    }
}
