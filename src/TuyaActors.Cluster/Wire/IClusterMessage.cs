namespace TuyaActors.Cluster.Wire;

/// <summary>What goes from node to node: written by the <c>ClusterSerializer</c>, and only ever extended.</summary>
internal interface IClusterMessage;
