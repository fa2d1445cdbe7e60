using TuyaActors.Files;

namespace TuyaActors.Tests.Files;

public sealed class FileShortageSpecs
{
    [Theory]
    [InlineData(1024L, 0, 300)]
    [InlineData(1024L, 724, 300)]
    [InlineData(100L, 0, 300)]
    [InlineData(long.MaxValue, 100_000, 300)]
    [InlineData(null, 100_000, 300)]
    public void Should_say_nothing_when_every_device_finds_a_file(long? limit, int devices, int reserve)
    {
        Assert.Equal(0, FileShortage.Left(limit, devices, reserve));
        Assert.Null(FileShortage.Sentence(limit, devices, reserve));
    }

    [Fact]
    public void Should_say_limit_need_what_stays_offline_and_the_remedy() => Assert.Equal(
        "This process may have 1024 files open, and needs about 2300: 2000 devices keep connections, and 300 are for all else. So at least 1276 of them will stay offline. "
        + "Raise the hard limit to 4096: LimitNOFILE=4096 in the systemd unit, --ulimit nofile=4096 for a container, 'ulimit -n 4096' in a shell of root.",
        FileShortage.Sentence(1024, 2000, 300));

    [Theory]
    [InlineData(725, "725 devices keep connections, and 300 are for all else. So at least 1 of them will stay offline.")]
    [InlineData(1024, "1024 devices keep connections, and 300 are for all else. So at least 300 of them will stay offline.")]
    public void Should_count_what_stays_offline(int devices, string part) =>
        Assert.Contains(part, FileShortage.Sentence(1024, devices, 300), StringComparison.Ordinal);

    [Theory]
    [InlineData(1, "1 device keeps a connection, and 300 are for all else. So all of them will stay offline.")]
    [InlineData(20, "20 devices keep connections, and 300 are for all else. So all of them will stay offline.")]
    public void Should_not_count_more_than_there_are_when_the_limit_is_below_the_reserve(int devices, string part) =>
        Assert.Contains(part, FileShortage.Sentence(256, devices, 300), StringComparison.Ordinal);
}
