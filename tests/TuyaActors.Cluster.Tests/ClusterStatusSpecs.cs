using Akka.Actor;
using TuyaActors.Protocol;
using TuyaActors.Settings;
using TuyaActors.Simulator;

namespace TuyaActors.Cluster.Tests;

public sealed class ClusterStatusSpecs
{
    private static readonly SimulatedDeviceOptions Plug = new() { Version = ProtocolVersion.V33 };

    [Fact]
    public async Task Should_tell_members_roles_leader_and_heads()
    {
        await using var cluster = await ClusterUnderTest.StartAsync();
        var house = await cluster.AddNodeAsync("house");
        var second = await cluster.AddNodeAsync("house");
        var client = await cluster.AddClientAsync();

        var status = client.System.GetTuyaClusterStatus();
        Assert.True(status.IsUp);
        Assert.Equal(client.Address.ToString(), status.Address);
        Assert.Contains(status.Leader, status.Members.Select(member => member.Address));
        Assert.All(status.Members, member => Assert.True(member.IsReachable));
        Assert.All(status.Members, member => Assert.Equal("Up", member.Status));
        Assert.Equal(
            new (string, string?, bool)[] { (house.Address.ToString(), "house", true), (second.Address.ToString(), "house", false), (client.Address.ToString(), null, false) }.Order(),
            status.Members.Select(member => (member.Address, member.Segment, member.IsSegmentHead)).Order());
    }

    [Fact]
    public void Should_say_that_a_system_is_in_no_cluster()
    {
        using var system = ActorSystem.Create("alone");
        Assert.Contains("no member of a cluster", Assert.Throws<InvalidOperationException>(system.GetTuyaClusterStatus).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PersistenceMode.Memory, true)]
    [InlineData(PersistenceMode.System, false)]
    public async Task Should_say_once_that_two_nodes_of_a_segment_do_not_share_what_they_store(PersistenceMode mode, bool complains)
    {
        await using var cluster = await ClusterUnderTest.StartAsync(Plug);
        cluster.Persistence = mode;
        var first = await cluster.AddNodeAsync("house", cluster.Simulator.Devices[0]);
        await cluster.AddNodeAsync("garage");
        var second = await cluster.AddNodeAsync("house");
        await cluster.AddNodeAsync("house");

        var said = first.Log.Lines.Where(line => line.Contains("The segment 'house' has two nodes", StringComparison.Ordinal)).ToList();
        Assert.Equal(complains ? 1 : 0, said.Count);
        Assert.All(said, line => Assert.StartsWith("Error", line, StringComparison.Ordinal));
        Assert.All(said, line => Assert.Contains($"{first.Address} and {second.Address}", line, StringComparison.Ordinal));
        Assert.All(said, line => Assert.Contains("tuya.persistence.mode = system", line, StringComparison.Ordinal));
    }
}
