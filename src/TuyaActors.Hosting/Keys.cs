namespace TuyaActors.Hosting;

/// <summary>Key of the fleet in the <c>ActorRegistry</c>: takes definitions, and forwards commands and questions.</summary>
public sealed class TuyaFleet
{
    private TuyaFleet() { }
}

/// <summary>Key of the router in the <c>ActorRegistry</c>: takes commands, questions and subscriptions.</summary>
public sealed class TuyaRouter
{
    private TuyaRouter() { }
}

/// <summary>Key of the discovery in the <c>ActorRegistry</c>: takes <c>DiscoveryMessages.ProbeNow</c>.</summary>
public sealed class TuyaDiscovery
{
    private TuyaDiscovery() { }
}
