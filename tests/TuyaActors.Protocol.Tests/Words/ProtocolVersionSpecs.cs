namespace TuyaActors.Protocol.Tests.Words;

public sealed class ProtocolVersionSpecs
{
    [Fact]
    public void Should_come_back_when_a_versions_text_is_parsed()
    {
        Assert.Equal(5, ProtocolVersions.All.Count);
        foreach (var version in ProtocolVersions.All)
        {
            Assert.True(ProtocolVersions.TryParse($" {version.ToText()} ", out var parsed));
            Assert.Equal(version, parsed);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("3")]
    [InlineData("3.0")]
    [InlineData("3.6")]
    [InlineData("3.40")]
    [InlineData("34")]
    [InlineData("3,4")]
    [InlineData("auto")]
    public void Should_refuse_when_a_text_is_no_version(string? text) => Assert.False(ProtocolVersions.TryParse(text, out _));

    [Fact]
    public void Should_negotiate_when_the_version_is_3_4_or_3_5() =>
        Assert.Equal([ProtocolVersion.V34, ProtocolVersion.V35], ProtocolVersions.All.Where(v => v.NeedsSession()));

    [Fact]
    public void Should_use_6699_frames_when_the_version_is_3_5() =>
        Assert.Equal([ProtocolVersion.V35], ProtocolVersions.All.Where(v => v.Uses6699()));

    [Fact]
    public void Should_throw_when_a_number_is_no_version() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ((ProtocolVersion)36).ToText());
}
