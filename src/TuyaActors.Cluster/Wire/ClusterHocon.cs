using Akka.Cluster.Sharding;
using Akka.Cluster.Tools.Singleton;
using Akka.Configuration;
using Akka.DistributedData;

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
        # Akka drops what is larger, and its default is 128,000 bytes: less than the frames of a device's last minute, or an import of a few hundred devices.
        akka.remote.dot-netty.tcp {
          maximum-frame-size = 4000000b
          send-buffer-size = 4000000b
          receive-buffer-size = 4000000b
        }
        """;

    /// <summary>How they are written.</summary>
    public static Config Serialization => ConfigurationFactory.ParseString(Serializers);

    /// <summary>
    /// The defaults of what is used of the cluster. Each extension brings its own when it starts; but the system reads its serializers before that, and would
    /// write the messages of these as Newtonsoft does, which cannot.
    /// </summary>
    public static Config Defaults => ClusterSharding.DefaultConfig()
        .WithFallback(DistributedData.DefaultConfig())
        .WithFallback(ClusterSingletonManager.DefaultConfig())
        .WithFallback(ClusterSingletonProxy.DefaultConfig());
}
