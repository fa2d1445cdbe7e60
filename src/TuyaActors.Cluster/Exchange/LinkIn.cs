using TuyaActors.Cluster.Wire;

namespace TuyaActors.Cluster.Exchange;

/// <summary>The receiving end of a link: hands out each item once, in order. Pure but for its own memory.</summary>
internal sealed class LinkIn(long link)
{
    private long _expected = 1;

    /// <summary>The number that both ends know it by.</summary>
    public long Link { get; } = link;

    /// <summary>The last item that came.</summary>
    public long UpTo => _expected - 1;

    /// <summary>What is new in a message; whether something before it is missing, so that nothing of it counts.</summary>
    public bool TryTake(ExchangeMessages.Batch batch, out IReadOnlyList<object> items)
    {
        items = [];
        if (batch.Link != Link)
            return true;
        if (batch.First > _expected)
            return false;
        var known = (int)Math.Min(_expected - batch.First, batch.Items.Length);
        items = [.. batch.Items.Skip(known)];
        _expected += items.Count;
        return true;
    }
}
