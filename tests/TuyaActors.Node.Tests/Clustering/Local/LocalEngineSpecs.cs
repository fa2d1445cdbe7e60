using TuyaActors.Node.Cli;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Clustering;

/// <summary>What a build with the local engine says of clusters: what to install.</summary>
public sealed class LocalEngineSpecs : IDisposable
{
    private readonly Terminal _terminal = new();

    [Theory]
    [InlineData("--segment", "--segment", "garage")]
    [InlineData("--client", "--client")]
    public async Task Should_end_with_2_and_name_the_package_when_a_node_is_to_be_one_of_several(string subject, params string[] args)
    {
        foreach (var command in (string[][])[["serve"], ["config", "check"]])
        {
            _terminal.Clear();
            Assert.Equal(ExitCode.BadUsage, await _terminal.RunAsync([.. command, "--urls", "http://127.0.0.1:0", .. args]));
            Assert.Contains(
                $"{subject}: this build runs on the local engine, which has neither remoting nor clustering. Install the Akka.Cluster.Sharding package", _terminal.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Should_say_the_same_of_a_variable_and_of_a_profile()
    {
        _terminal.Variables["TUYACTORS_SEGMENT"] = "garage";
        Assert.Equal(ExitCode.BadUsage, await _terminal.RunAsync("serve"));
        Assert.StartsWith("tuyactors serve: TUYACTORS_SEGMENT: this build runs on the local engine", _terminal.Error, StringComparison.Ordinal);
        _terminal.Clear();
        _terminal.Variables.Clear();
        var profile = Path.Combine(AppContext.BaseDirectory, "hocon", "client.conf");
        Assert.Equal(ExitCode.BadUsage, await _terminal.RunAsync("serve", "--profile", profile));
        Assert.StartsWith($"tuyactors serve: --profile: '{profile}', line ", _terminal.Error, StringComparison.Ordinal);
        Assert.Contains("node.cluster.client: this build runs on the local engine", _terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cluster", "Akka.Cluster")]
    [InlineData("remote", "Akka.Remote")]
    [InlineData("\"Akka.Cluster.ClusterActorRefProvider, Akka.Cluster\"", "Akka.Cluster")]
    public async Task Should_end_with_2_and_name_the_package_when_the_configuration_asks_for_what_is_not_installed(string provider, string package)
    {
        var config = _terminal.File("tuya.conf", $"akka.actor.provider = {provider}\ntuya.discovery.enabled = off");

        Assert.Equal(ExitCode.BadUsage, await _terminal.RunAsync("serve", "--memory", "--urls", "http://127.0.0.1:0", "--config", config));
        Assert.StartsWith("tuyactors serve: --config: ", _terminal.Error, StringComparison.Ordinal);
        Assert.Contains(package, _terminal.Error.Split('\n')[0], StringComparison.Ordinal);
    }

    public void Dispose() => _terminal.Dispose();
}
