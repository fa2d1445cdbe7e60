using TuyaActors.Cluster.Directory;
using TuyaActors.Cluster.Tests.Wire;
using TuyaActors.Cluster.Wire;

namespace TuyaActors.Cluster.Tests.Directory;

public sealed class DirectoryTextSpecs
{
    [Fact]
    public void Should_read_what_it_has_written()
    {
        var record = WireExamples.All.OfType<DirectoryRecord>().First();
        Assert.Equal(record, DirectoryText.Read(DirectoryText.Write(record)));
    }

    // Nodes of several versions are to look for a device in the same part.
    [Theory]
    [InlineData("lamp", 9)]
    [InlineData("bf0123456789abcdefghij", 31)]
    public void Should_have_each_device_in_the_same_part_for_ever(string device, int bucket) => Assert.Equal(bucket, DirectoryText.BucketOf(device));
}
