using TuyaActors.Files;

namespace TuyaActors.Tests.Files;

public sealed class OpenFileLimitSpecs
{
    private const string Head = "Limit                     Soft Limit           Hard Limit           Units     ";

    [Fact]
    public void Should_read_the_soft_limit() => Assert.Equal(
        1024,
        OpenFileLimit.Parse([Head, "Max processes             96365                96365                processes ", "Max open files            1024                 524288               files     "]));

    [Fact]
    public void Should_know_none_when_there_is_none() =>
        Assert.Null(OpenFileLimit.Parse([Head, "Max open files            unlimited            unlimited            files     "]));

    [Theory]
    [InlineData("")]
    [InlineData("Max open files")]
    [InlineData("Max open files            many")]
    [InlineData("Max file locks            12                   12                   locks     ")]
    public void Should_know_none_when_it_is_not_told(string line) => Assert.Null(OpenFileLimit.Parse([Head, line]));

    [Fact]
    public void Should_know_that_of_this_process_where_the_system_tells() => Assert.Equal(OperatingSystem.IsLinux(), OpenFileLimit.OfThisProcess is > 0);
}
