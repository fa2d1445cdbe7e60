using Akka.Actor;

namespace Akka.Configuration;

/// <summary>The configuration is not well formed, or a part of it is missing.</summary>
public class ConfigurationException : AkkaException
{
    public ConfigurationException(string message)
        : base(message)
    {
    }
}
