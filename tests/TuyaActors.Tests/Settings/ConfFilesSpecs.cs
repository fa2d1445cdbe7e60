using Akka.Configuration;
using TuyaActors.Settings;

namespace TuyaActors.Tests.Settings;

/// <summary>The hocon/*.conf of the repository, which the build lays beside the tests.</summary>
public sealed class ConfFilesSpecs
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "hocon");

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.conf").Select(file => Path.GetFileName(file))];

    [Fact]
    public void Should_find_the_reference() => Assert.True(File.Exists(Path.Combine(Folder, "reference.conf")));

    [Theory]
    [MemberData(nameof(Files))]
    public void Should_have_no_key_under_tuya_that_the_reference_does_not_have(string file)
    {
        // The rule that a fleet's start applies: unknown keys and bad values throw, each with its path.
        var config = ConfigurationFactory.ParseString(File.ReadAllText(Path.Combine(Folder, file)));
        Assert.NotNull(FleetSettings.From(config));
    }

    [Fact]
    public void Should_be_the_reference_that_the_assembly_carries() =>
        Assert.Equal(
            FleetSettings.From(Config.Empty),
            FleetSettings.From(ConfigurationFactory.ParseString(File.ReadAllText(Path.Combine(Folder, "reference.conf")))) with { Discovery = FleetSettings.From(Config.Empty).Discovery });
}
