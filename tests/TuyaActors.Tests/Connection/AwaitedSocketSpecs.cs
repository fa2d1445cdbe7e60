using System.Net;
using Akka.Actor;
using TuyaActors.Connection;

namespace TuyaActors.Tests.Connection;

/// <summary>Where the system has no epoll, all is the same.</summary>
public sealed class AwaitedSocketSpecs : DeviceConnectionActorSpecs
{
    internal override DeviceSocket MakeSocket(IPEndPoint endPoint, IActorRef owner) => new AwaitedSocket(endPoint, owner);
}

/// <summary>And ends the same.</summary>
public sealed class AwaitedSocketEndSpecs : ConnectionEndSpecs
{
    internal override DeviceSocket MakeSocket(IPEndPoint endPoint, IActorRef owner) => new AwaitedSocket(endPoint, owner);
}
