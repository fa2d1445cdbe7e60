using Akka.Configuration;

namespace TuyaActors.Cluster.Wire;

/// <summary>What the cluster's messages need in the actor system's configuration, before it is made.</summary>
internal static class ClusterHocon
{
    private const string Serializers =
        """
        akka.actor {
          serializers.tuya-cluster = "TuyaActors.Cluster.Wire.ClusterSerializer, TuyaActors.Cluster"
          serialization-bindings { "TuyaActors.Cluster.Wire.IClusterMessage, TuyaActors.Cluster" = tuya-cluster }
        }
        """;

    /// <summary>How they are written.</summary>
    public static Config Serialization => ConfigurationFactory.ParseString(Serializers);
}
