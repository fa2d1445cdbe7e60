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
    public void Should_have_sections_of_the_program_the_fleet_and_the_actor_system_alone(string file)
    {
        // A fleet looks at its own section and would pass over a mistyped one. What stands under node the program's tests check.
        var config = ConfigurationFactory.ParseString(File.ReadAllText(Path.Combine(Folder, file)));
        Assert.NotEmpty(config.AsEnumerable());
        Assert.All(config.AsEnumerable(), section => Assert.Contains(section.Key, (string[])["node", "tuya", "akka"]));
    }

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
