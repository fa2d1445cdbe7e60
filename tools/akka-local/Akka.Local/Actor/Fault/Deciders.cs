#nullable disable
namespace Akka.Actor;

/// <summary>What a supervisor does with a child that failed.</summary>
public enum Directive
{
    /// <summary>Go on with the next message; keep the state.</summary>
    Resume,

    /// <summary>Replace the incarnation; keep the mailbox.</summary>
    Restart,

    /// <summary>Fail in its place.</summary>
    Escalate,

    Stop,
}

internal interface IDecider
{
    Directive Decide(Exception cause);
}

internal static class DirectiveExtensions
{
    public static KeyValuePair<Type, Directive> When<TException>(this Directive self)
        where TException : Exception => new(typeof(TException), self);
}

internal static class Decider
{
    public static LocalOnlyDecider From(Func<Exception, Directive> localOnlyDecider) => new(localOnlyDecider);

    public static DeployableDecider From(Directive defaultDirective, params KeyValuePair<Type, Directive>[] pairs) =>
        new(defaultDirective, pairs);

    public static DeployableDecider From(Directive defaultDirective, IEnumerable<KeyValuePair<Type, Directive>> pairs) =>
        new(defaultDirective, pairs);
}

/// <summary>Decides by a delegate.</summary>
internal class LocalOnlyDecider : IDecider
{
    private readonly Func<Exception, Directive> _decide;

    public LocalOnlyDecider(Func<Exception, Directive> decider) => _decide = decider;

    public Directive Decide(Exception cause) => _decide(cause);
}

/// <summary>Decides by the first listed type that the exception is of.</summary>
internal class DeployableDecider : IDecider, IEquatable<DeployableDecider>
{
    public DeployableDecider(Directive defaultDirective, IEnumerable<KeyValuePair<Type, Directive>> pairs)
        : this(defaultDirective, pairs.ToArray())
    {
    }

    public DeployableDecider(Directive defaultDirective, params KeyValuePair<Type, Directive>[] pairs)
    {
        DefaultDirective = defaultDirective;
        Pairs = pairs;
    }

    public Directive DefaultDirective { get; }

    public KeyValuePair<Type, Directive>[] Pairs { get; }

    public Directive Decide(Exception cause)
    {
        foreach (var (type, directive) in Pairs ?? [])
        {
            if (type.IsInstanceOfType(cause))
                return directive;
        }

        return DefaultDirective;
    }

    public bool Equals(DeployableDecider other) => other is not null
        && DefaultDirective == other.DefaultDirective && (Pairs ?? []).SequenceEqual(other.Pairs ?? []);

    public override bool Equals(object obj) => obj is DeployableDecider other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(DefaultDirective, Pairs?.Length);
}
