namespace TuyaActors.PageLoad;

/// <summary>One look at all that takes part.</summary>
/// <param name="At">Since the start of the phase.</param>
/// <param name="NodeCpu">What the node used since the last look, in cores.</param>
/// <param name="NodeMemory">Its working set.</param>
/// <param name="NodeHeap">What its garbage collector has committed.</param>
/// <param name="Events">What each reader got in a second since the last look.</param>
/// <param name="PageCpu">How busy each page's main thread was, in cores.</param>
/// <param name="PageHeap">The live JavaScript heap of each page.</param>
/// <param name="PageNodes">How many DOM nodes each page has.</param>
internal sealed record Sample(TimeSpan At, double NodeCpu, long NodeMemory, long NodeHeap, double Events, double PageCpu, long PageHeap, long PageNodes);
