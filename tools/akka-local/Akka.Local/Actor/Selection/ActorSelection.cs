#nullable disable
namespace Akka.Actor;

/// <summary>A path that may fit no, one or many actors; looked up anew for each message.</summary>
public class ActorSelection : ICanTell
{
    public ActorSelection()
    {
    }

    internal ActorSelection(IActorRef anchor, SelectionPathElement[] path)
    {
        Anchor = anchor;
        Path = path;
    }

    internal ActorSelection(IActorRef anchor, string path)
        : this(anchor, path?.Length > 0 ? path.Split('/') : [])
    {
    }

    internal ActorSelection(IActorRef anchor, IEnumerable<string> elements)
        : this(anchor, elements.Where(element => element.Length > 0).Select(Element).ToArray())
    {
    }

    internal IActorRef Anchor { get; private set; }

    internal SelectionPathElement[] Path { get; private set; }

    internal string PathString => "/" + string.Join("/", Path.Select(element => element.ToString()));

    public void Tell(object message, IActorRef sender = null)
    {
        sender ??= ActorCell.GetCurrentSelfOrNoSender();
        var fansOut = Path.Any(element => element is SelectChildPattern or SelectChildRecursive);
        new ActorSelectionMessage(message, Path, fansOut).DeliverFrom((IInternalActorRef)Anchor, sender);
    }

    /// <exception cref="ActorNotFoundException">Nobody answered.</exception>
    public Task<IActorRef> ResolveOne(TimeSpan timeout) => ResolveOne(timeout, CancellationToken.None);

    internal async Task<IActorRef> ResolveOne(TimeSpan timeout, CancellationToken ct)
    {
        ActorIdentity identity;
        try
        {
            identity = await this.Ask<ActorIdentity>(new Identify(null), timeout, ct).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            throw new ActorNotFoundException($"Nobody answered at {this} within {timeout}.", error);
        }

        return identity.Subject ?? throw new ActorNotFoundException($"There is nobody at {this}.");
    }

    private protected bool Equals(ActorSelection other) => Equals(Anchor, other.Anchor) && PathString == other.PathString;

    public override bool Equals(object obj) => obj is ActorSelection other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Anchor, PathString);

    public override string ToString() => $"ActorSelection[Anchor({Anchor}), Path({PathString})]";

    private static SelectionPathElement Element(string text) => text switch
    {
        ".." => SelectParent.Instance,
        "**" => SelectChildRecursive.Instance,
        _ when text.AsSpan().IndexOfAny('*', '?') >= 0 => new SelectChildPattern(text),
        _ => new SelectChildName(text),
    };
}

/// <summary>A message on its way along a selection.</summary>
internal class ActorSelectionMessage : IAutoReceivedMessage, IPossiblyHarmful, IWrappedMessage
{
    public ActorSelectionMessage(object message, SelectionPathElement[] elements, bool wildCardFanOut = false)
    {
        Message = message;
        Elements = elements;
        WildCardFanOut = wildCardFanOut;
    }

    public object Message { get; }

    public SelectionPathElement[] Elements { get; }

    public bool WildCardFanOut { get; }

    public override string ToString() => $"ActorSelectionMessage({Message}) to {string.Join('/', Elements.Select(element => element.ToString()))}";

    internal void DeliverFrom(IInternalActorRef anchor, IActorRef sender) => Deliver(anchor, 0, sender);

    private void Deliver(IInternalActorRef at, int step, IActorRef sender)
    {
        for (; step < Elements.Length; step++)
        {
            switch (Elements[step])
            {
                case SelectParent:
                    at = at.Parent is Nobody ? at : at.Parent;
                    continue;
                case SelectChildName name:
                    var child = at.GetChild([name.Name]) as IInternalActorRef;
                    if (child.IsNobody())
                    {
                        Miss(at, step, sender);
                        return;
                    }

                    at = child;
                    continue;
                case SelectChildPattern pattern:
                    foreach (var one in ChildrenOf(at).Where(one => pattern.Fits(one.Path.Name)))
                        Deliver(one, step + 1, sender);
                    return;
                case SelectChildRecursive:
                    foreach (var one in ChildrenOf(at))
                    {
                        Deliver(one, step + 1, sender);
                        Deliver(one, step, sender);
                    }

                    return;
            }
        }

        at.Tell(Message, sender);
    }

    private static IEnumerable<IInternalActorRef> ChildrenOf(IInternalActorRef actor) => actor switch
    {
        ActorRefWithCell parent => parent.Children.Cast<IInternalActorRef>(),
        RootActorRef root => root.Children,
        _ => [],
    };

    /// <summary>Where a single actor was meant, its absence is told.</summary>
    private void Miss(IInternalActorRef at, int step, IActorRef sender)
    {
        if (WildCardFanOut)
            return;
        var path = Elements.Skip(step).Aggregate(at.Path, (parent, element) => parent / element.ToString());
        at.Provider.ResolveActorRef(path).Tell(Message, sender);
    }
}

internal static class ActorRefFactoryShared
{
    public static ActorSelection ActorSelection(ActorPath actorPath, ActorSystem system) =>
        new(((ExtendedActorSystem)system).Provider.RootGuardianAt(actorPath.Address), actorPath.Elements);

    public static ActorSelection ActorSelection(IActorRef anchorActorRef, string path) => new(anchorActorRef, path);

    /// <param name="lookupRoot">Where a relative path starts.</param>
    public static ActorSelection ActorSelection(string path, ActorSystem system, IActorRef lookupRoot)
    {
        if (ActorPath.TryParse(path, out var absolute))
            return ActorSelection(absolute, system);
        var provider = ((ExtendedActorSystem)system).Provider;
        return path.StartsWith('/') ? new ActorSelection(provider.RootGuardian, path) : new ActorSelection(lookupRoot, path);
    }
}
