using System.CommandLine;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Configuration;
using TuyaActors.Node.Tests.Probes;
using TuyaActors.Settings;

namespace TuyaActors.Node.Tests.Clustering;

/// <summary>What a node that is one of several is told, and what its actor system gets of it.</summary>
public sealed class ClusterSettingsSpecs : IDisposable
{
    private readonly Terminal _terminal = new();

    [Fact]
    public void Should_make_the_actor_system_a_member_with_its_role_and_seeds()
    {
        var read = Read("--segment", "garage", "--seed", "10.0.1.5", "--seed", "akka.tcp://tuya@10.0.2.5:9000", "--cluster-host", "10.0.2.5", "--cluster-port", "9000", "--config", _terminal.File("node.conf", "akka.cluster.roles = [mine]"));
        Assert.Empty(read.Problems);
        var config = read.Settings.Hocon.Config;
        Assert.Equal("cluster", config.GetString("akka.actor.provider"));
        Assert.Equal(["mine", "tuya-segment-garage"], config.GetStringList("akka.cluster.roles"));
        Assert.Equal(["akka.tcp://tuya@10.0.1.5:8110", "akka.tcp://tuya@10.0.2.5:9000"], config.GetStringList("akka.cluster.seed-nodes"));
        Assert.Equal(("10.0.2.5", "10.0.2.5", 9000), (config.GetString("akka.remote.dot-netty.tcp.hostname"), config.GetString("akka.remote.dot-netty.tcp.public-hostname"), config.GetInt("akka.remote.dot-netty.tcp.port")));
        Assert.Contains(read.Warnings, warning => warning.StartsWith("--cluster-host 10.0.2.5: whoever reaches the port 9000 there can do everything", StringComparison.Ordinal));
        Assert.Equal(("garage", "--segment"), read.Rows.Where(row => row.Name == "node.cluster.segment").Select(row => (row.Value, row.Origin.ToString())).Single());
    }

    [Fact]
    public void Should_read_the_same_by_variables_and_by_a_file()
    {
        _terminal.Variables["TUYACTORS_SEGMENT"] = "garage";
        _terminal.Variables["TUYACTORS_SEED"] = "10.0.1.5;10.0.2.5";
        _terminal.Variables["TUYACTORS_CLUSTER_HOST"] = "10.0.2.5";
        _terminal.Variables["TUYACTORS_CLUSTER_PORT"] = "8111";
        var byVariables = Read().Settings.Hocon.Cluster!;
        _terminal.Variables.Clear();
        var byFile = Read("--config", _terminal.File("node.conf", "node.cluster { segment = garage, seeds = [\"10.0.1.5\", \"10.0.2.5\"], host = \"10.0.2.5\", port = 8111 }")).Settings.Hocon.Cluster!;
        foreach (var one in (Node.Clustering.ClusterSettings[])[byVariables, byFile])
        {
            Assert.Equal(("garage", "10.0.2.5", 8111), (one.Segment, one.Host, one.Port));
            Assert.Equal(["akka.tcp://tuya@10.0.1.5:8110", "akka.tcp://tuya@10.0.2.5:8110"], one.Seeds);
        }
    }

    [Fact]
    public void Should_take_the_flag_before_the_file_also_where_the_one_says_segment_and_the_other_client()
    {
        var client = _terminal.File("client.conf", "node.cluster.client = on");
        var garage = _terminal.File("garage.conf", "node.cluster.segment = garage");
        Assert.Equal("house", Read("--config", client, "--segment", "house").Settings.Hocon.Cluster!.Segment);
        Assert.Null(Read("--config", garage, "--client").Settings.Hocon.Cluster!.Segment);
        Assert.Equal("garage", Read("--config", garage, "--profile", client).Settings.Hocon.Cluster!.Segment);
        Assert.Null(Read("--config", client, "--client", "false").Settings.Hocon.Cluster);
    }

    [Fact]
    public void Should_keep_nothing_where_there_is_no_segment()
    {
        Assert.Equal(PersistenceMode.Memory, Read("--client").Fleet!.Persistence.Mode);
        Assert.Equal(PersistenceMode.Sqlite, Read("--segment", "house").Fleet!.Persistence.Mode);
        Assert.Equal(PersistenceMode.Memory, Read("--segment", "house", "--simulate", "2").Fleet!.Persistence.Mode);
    }

    [Theory]
    [InlineData("--segment: 'the garage' is no name for a segment", "--segment", "the garage")]
    [InlineData("--segment: '' is no name for a segment", "--segment", "")]
    [InlineData("--db says where devices are kept, and a node without a segment keeps none.", "--client", "--db", "my.db")]
    [InlineData("--simulate is about devices of the node itself", "--client", "--simulate", "2")]
    [InlineData("--devices is about devices of the node itself", "--client", "--devices", "devices.json")]
    public void Should_refuse_what_cannot_be(string sentence, params string[] args) =>
        Assert.Contains(Read(args).Problems, problem => problem.StartsWith(sentence, StringComparison.Ordinal));

    [Theory]
    [InlineData("cluster")]
    [InlineData("remote")]
    public void Should_refuse_a_provider_that_makes_no_node_one_of_several(string provider)
    {
        var config = _terminal.File("node.conf", $"akka.actor.provider = {provider}");
        Assert.StartsWith($"--config: '{config}', line 1: akka.actor.provider is '{provider}', and this node stands alone", Assert.Single(Read("--config", config).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_warn_of_a_node_that_does_not_find_the_others_again()
    {
        Assert.StartsWith("no --seed: this node begins a cluster at each start", Assert.Single(Read("--client").Warnings), StringComparison.Ordinal);
        Assert.Empty(Read("--client", "--seed", "localhost", "--cluster-host", "localhost").Warnings);
        Assert.Empty(Read("--client", "--seed", "nas", "--cluster-host", "nas", "--config", _terminal.File("node.conf", "akka.remote.dot-netty.tcp.enable-ssl = on")).Warnings);
    }

    public void Dispose() => _terminal.Dispose();

    private NodeConfiguration Read(params string[] args)
    {
        var options = new SettingOptions(NodeSettings.OfServe);
        var command = new RootCommand();
        options.AddTo(command);
        return NodeConfiguration.Read(options, command.Parse(args, CommandRunner.Parsing), _terminal.Environment);
    }
}
