using Akka.Configuration;
using TuyaActors.Node.Configuration;

namespace TuyaActors.Node.Tests.Configuration;

/// <summary>The hocon/*.conf of the repository as files of <c>--config</c>; the build lays them beside the tests.</summary>
public sealed class ConfFilesSpecs
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "hocon");

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.conf").Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Should_be_a_good_configuration_file(string file) => Assert.Empty(Read(file).Problems);

    [Fact]
    public void Should_have_the_nodes_defaults_as_the_program_carries_them() =>
        Assert.Equal(Shown(ConfigFile.Reference), Shown(Read("node.conf").Config));

    [Fact]
    public void Should_have_every_setting_of_the_program_and_no_other()
    {
        var keys = NodeSettings.OfServe.Select(setting => setting.Key).Where(key => key?.StartsWith("node.", StringComparison.Ordinal) == true);
        Assert.Equal(keys.Order(StringComparer.Ordinal), HoconLeaf.Of(ConfigFile.Reference).Select(leaf => leaf.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Should_explain_every_key_of_the_node()
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, "node.conf"));
        var keys = lines.Index().Where(line => line.Item.Contains(" = ", StringComparison.Ordinal) && !line.Item.TrimStart().StartsWith('#')).ToList();
        Assert.NotEmpty(keys);
        Assert.All(keys, line => Assert.StartsWith("# ", lines[line.Index - 1].TrimStart(), StringComparison.Ordinal));
    }

    private static ConfigFile Read(string file) => ConfigFile.Read(new Given(Origin.Default, "--config", [Path.Combine(Folder, file)]));

    private static IEnumerable<string> Shown(Config config) => HoconLeaf.Of(config).Select(leaf => $"{leaf.Key} = {leaf.Shown}");
}
