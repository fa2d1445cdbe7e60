using System.CommandLine;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Configuration;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Configuration;

/// <summary>What makes a node one of several, as far as both engines read it alike.</summary>
public sealed class ClusterConfigurationSpecs : IDisposable
{
    private readonly Terminal _terminal = new();

    [Fact]
    public void Should_stand_alone_when_nothing_is_said()
    {
        var config = _terminal.File("all.conf", File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "hocon", "node.conf")));
        foreach (var args in (string[][])[[], ["--config", config], ["--client", "false"]])
        {
            var read = Read(args);
            Assert.Empty(read.Problems);
            Assert.Null(read.Settings.Hocon.Cluster);
            Assert.DoesNotContain("provider", read.Settings.Hocon.ClusterAbove, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("--seed is about a node that is one of several", "--seed", "10.0.0.5")]
    [InlineData("--cluster-port is about a node that is one of several", "--cluster-port", "8110")]
    [InlineData("--cluster-host is about a node that is one of several", "--cluster-host", "10.0.0.5")]
    [InlineData("--segment and --client are both given", "--segment", "garage", "--client")]
    [InlineData("--seed: 'http://nas' is of another protocol", "--client", "--seed", "http://nas")]
    [InlineData("--cluster-port is '65536'; allowed: 0 to 65535.", "--client", "--cluster-port", "65536")]
    [InlineData("--cluster-host is 'nas:8110'; allowed: a host's name or its IP address, without a port.", "--client", "--cluster-host", "nas:8110")]
    [InlineData("--cluster-host is '0.0.0.0', which is every address of this machine", "--client", "--cluster-host", "0.0.0.0")]
    public void Should_refuse_what_says_too_little_or_is_malformed(string sentence, params string[] args) =>
        Assert.Contains(Read(args).Problems, problem => problem.StartsWith(sentence, StringComparison.Ordinal));

    [Theory]
    [InlineData("segment.conf")]
    [InlineData("client.conf")]
    public void Should_refuse_a_ready_profile_when_nothing_says_which_node_it_is(string profile)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "hocon", profile);
        var read = Read("--profile", path, "--client", "false");
        Assert.Contains(read.Problems, problem => problem.StartsWith($"--profile: '{path}', line ", StringComparison.Ordinal) && problem.Contains("nothing says which this is", StringComparison.Ordinal));
    }

    [Fact]
    public void Should_lay_the_profile_behind_all_else()
    {
        string[] profile = ["--profile", _terminal.File("profile.conf", "node.urls = \"http://127.0.0.1:4\"\ntuya.idle-after = 4s\nnode.verbose = on\n")];
        string[] config = ["--config", _terminal.File("node.conf", "node.urls = \"http://127.0.0.1:3\"\ntuya.idle-after = 3s\n")];
        (string, string) Of(NodeConfiguration read, string name) => read.Rows.Where(row => row.Name == name).Select(row => (row.Value, row.Origin.ToString())).Single();

        var alone = Read(profile);
        Assert.Empty(alone.Problems);
        Assert.Equal(("http://127.0.0.1:4", $"{profile[1]}:1"), Of(alone, "node.urls"));
        Assert.Equal(("4s", $"{profile[1]}:2"), Of(alone, "tuya.idle-after"));
        Assert.Equal(TimeSpan.FromSeconds(4), alone.Fleet!.IdleAfter);

        var both = Read([.. profile, .. config]);
        Assert.Equal(("http://127.0.0.1:3", $"{config[1]}:1"), Of(both, "node.urls"));
        Assert.Equal(("3s", $"{config[1]}:2"), Of(both, "tuya.idle-after"));
        Assert.True(both.Settings.Verbose);
        Assert.Equal(TimeSpan.FromSeconds(3), both.Fleet!.IdleAfter);

        _terminal.Variables["TUYACTORS_PROFILE"] = profile[1];
        _terminal.Variables["TUYACTORS_URLS"] = "http://127.0.0.1:2";
        Assert.Equal(("http://127.0.0.1:2", "TUYACTORS_URLS"), Of(Read(), "node.urls"));
        Assert.Equal((profile[1], "TUYACTORS_PROFILE"), Of(Read(), "node.profile"));
    }

    [Fact]
    public void Should_tell_what_is_wrong_in_a_profile_by_its_line()
    {
        var profile = _terminal.File("profile.conf", "node {\n  urlz = x\n}\n");
        Assert.Contains(Read("--profile", profile).Problems, problem => problem.StartsWith($"--profile: '{profile}', line 2: ", StringComparison.Ordinal));
        Assert.Contains("--profile: there is no file 'missing.conf'.", Read("--profile", "missing.conf").Problems);
    }

    [Fact]
    public void Should_refuse_settings_of_clusters_that_would_do_nothing()
    {
        var config = _terminal.File("node.conf", "akka {\n  cluster.seed-node-timeout = 5s\n}\n");
        Assert.StartsWith($"--config: '{config}', line 2: akka.cluster.seed-node-timeout is about a node that is one of several", Assert.Single(Read("--config", config).Problems), StringComparison.Ordinal);
    }

    public void Dispose() => _terminal.Dispose();

    private NodeConfiguration Read(params string[] args)
    {
        var options = new SettingOptions(NodeSettings.OfServe);
        var command = new Command("serve");
        options.AddTo(command);
        return NodeConfiguration.Read(options, command.Parse(args, CommandRunner.Parsing), _terminal.Environment);
    }
}
