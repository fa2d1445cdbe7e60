namespace Akka.Conformance.Tests;

/// <summary>A specification with an actor system of its own, and patience: a machine that does much else must not fail it. What comes is waited for no longer than it takes.</summary>
public abstract class Spec : TestKit.Xunit2.TestKit
{
    /// <summary>With the reference configuration, or with something laid over it.</summary>
    protected Spec(string hocon = "")
        : base("akka.test.single-expect-default = 20s\n" + hocon)
    {
    }
}
