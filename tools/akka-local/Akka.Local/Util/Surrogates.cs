#nullable disable
using Akka.Actor;

namespace Akka.Util;

/// <summary>Stands in for an object on the wire. There is no wire here: only the shape of the real engine is kept.</summary>
public interface ISurrogate
{
}

/// <summary>An object that is sent as an <see cref="ISurrogate"/>.</summary>
public interface ISurrogated
{
    ISurrogate ToSurrogate(ActorSystem system);
}

internal static class NoWire
{
    public static NotSupportedException Refusal(object what) => new(
        $"{what.GetType().Name} cannot be turned into its wire form: the local engine serializes no Akka types of its own. "
        + "Install the Akka packages and build with AkkaEngine=nuget.");
}
