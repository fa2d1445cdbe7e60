using TuyaActors.Node.Configuration;

namespace TuyaActors.Node.Tests.Configuration;

public sealed class ReadyProfileSpecs : IDisposable
{
    private readonly DirectoryInfo _program = Directory.CreateTempSubdirectory("tuyactors-program-");

    [Fact]
    public void Should_be_found_beside_the_program_wherever_that_was_started()
    {
        var profile = Path.Combine(_program.CreateSubdirectory("ready").FullName, "far.conf");
        File.WriteAllText(profile, "");
        Assert.Equal(profile, ReadyProfile.Find(Path.Combine("ready", "far.conf"), _program.FullName));
    }

    [Fact]
    public void Should_be_the_one_that_was_named_where_there_is_one()
    {
        var own = Path.Combine(_program.FullName, "own.conf");
        File.WriteAllText(own, "");
        Assert.Equal(own, ReadyProfile.Find(own, Path.GetTempPath()));
    }

    [Fact]
    public void Should_stay_as_it_was_named_where_there_is_none() => Assert.Equal("nowhere.conf", ReadyProfile.Find("nowhere.conf", _program.FullName));

    [Theory]
    [InlineData("segment.conf")]
    [InlineData("client.conf")]
    public void Should_come_with_the_program(string name) => Assert.True(File.Exists(Path.Combine(AppContext.BaseDirectory, "hocon", name)));

    public void Dispose() => _program.Delete(recursive: true);
}
