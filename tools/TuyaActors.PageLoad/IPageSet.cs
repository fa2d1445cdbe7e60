namespace TuyaActors.PageLoad;

/// <summary>Pages that are open.</summary>
internal interface IPageSet : IAsyncDisposable
{
    /// <summary>How many.</summary>
    int Count { get; }

    /// <summary>What they complained of.</summary>
    IReadOnlyList<string> Problems { get; }

    /// <summary>How long their main threads have been busy, all together, in seconds; and the mean of their live heaps and DOM nodes.</summary>
    Task<(double Busy, long Heap, long Nodes)> LookAsync();
}
