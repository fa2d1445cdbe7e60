using TuyaActors.Node.Cli;
using TuyaActors.Node.Running;

namespace TuyaActors.Node.Tests.Running;

public sealed class ProgramFilesSpecs
{
    [Theory]
    [InlineData(null)]
    [InlineData((long)ProgramFiles.OfNode)]
    [InlineData(524_288L)]
    public void Should_not_warn_of_a_node_that_has_enough_for_itself(long? limit) => Assert.Null(ProgramFiles.NodeWarning(limit));

    [Fact]
    public void Should_warn_of_a_node_that_has_too_few_for_itself() => Assert.Equal(
        "this process may have 256 files open, and a node needs about 400 beside those of its devices: it may fail in strange ways, or end. "
        + "Raise the hard limit to 512: LimitNOFILE=512 in the systemd unit, --ulimit nofile=512 for a container, 'ulimit -n 512' in a shell of root.",
        ProgramFiles.NodeWarning(256));

    [Theory]
    [InlineData(null, 100_000)]
    [InlineData(1000L, 200)]
    [InlineData(10L, 0)]
    public void Should_simulate_devices_for_a_node_when_there_are_three_files_for_each(long? limit, int devices) => ProgramFiles.RequireForNode(limit, devices);

    [Fact]
    public void Should_refuse_to_simulate_devices_for_a_node_when_there_are_not() => Assert.Equal(
        "--simulate: 201 simulated devices need about 1003 open files (three for each, and 400 for the node), and this process may have 1000. Simulate fewer, or: "
        + "Raise the hard limit to 1024: LimitNOFILE=1024 in the systemd unit, --ulimit nofile=1024 for a container, 'ulimit -n 1024' in a shell of root.",
        Assert.Throws<UsageException>(() => ProgramFiles.RequireForNode(1000, 201)).Message);

    [Theory]
    [InlineData(null, 100_000)]
    [InlineData(1024L, 448)]
    public void Should_simulate_devices_for_other_programs_when_there_are_two_files_for_each(long? limit, int devices) => ProgramFiles.RequireForSimulator(limit, devices);

    [Fact]
    public void Should_refuse_to_simulate_devices_for_other_programs_when_there_are_not() => Assert.StartsWith(
        "449 simulated devices need about 1026 open files (two for each, a listener and its client, and 128 for the program), and this process may have 1024. Simulate fewer, or: Raise the hard limit to 2048: ",
        Assert.Throws<UsageException>(() => ProgramFiles.RequireForSimulator(1024, 449)).Message,
        StringComparison.Ordinal);
}
