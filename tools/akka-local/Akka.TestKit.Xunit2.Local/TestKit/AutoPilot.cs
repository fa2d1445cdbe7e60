using Akka.Actor;

namespace Akka.TestKit;

/// <summary>Answers for the test actor, on the thread of the sender, before the message gets into the inbox.</summary>
public abstract class AutoPilot
{
    public static KeepRunning KeepRunning => KeepRunning.Instance;

    public static NoAutoPilot NoAutoPilot => NoAutoPilot.Instance;

    /// <summary>Handles a message; returns who handles the next one.</summary>
    internal abstract AutoPilot Run(IActorRef sender, object message);
}

/// <summary>Leaves everything to the test.</summary>
public sealed class NoAutoPilot : AutoPilot
{
    internal static readonly NoAutoPilot Instance = new();

    private NoAutoPilot()
    {
    }

    internal override AutoPilot Run(IActorRef sender, object message) => this;
}

/// <summary>Returned by a pilot to handle the next message too.</summary>
public sealed class KeepRunning : AutoPilot
{
    internal static readonly KeepRunning Instance = new();

    private KeepRunning()
    {
    }

    internal override AutoPilot Run(IActorRef sender, object message) => this;
}

public delegate AutoPilot AutoPilotDelegate(IActorRef sender, object message);

/// <summary>A pilot made of a lambda.</summary>
public sealed class DelegateAutoPilot(AutoPilotDelegate autoPilotDelegate) : AutoPilot
{
    internal override AutoPilot Run(IActorRef sender, object message) => autoPilotDelegate(sender, message);
}
