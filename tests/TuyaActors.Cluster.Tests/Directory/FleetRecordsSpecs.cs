using TuyaActors.Cluster.Directory;
using TuyaActors.Cluster.Wire;
using TuyaActors.Messages;

namespace TuyaActors.Cluster.Tests.Directory;

public sealed class FleetRecordsSpecs
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DeviceId Lamp = new("lamp");

    private readonly FleetRecords _records = new();

    [Fact]
    public void Should_count_the_later_record_of_a_segment_in_whatever_order_they_come()
    {
        Assert.True(_records.Take(Stored("house", 2, "new")));
        Assert.False(_records.Take(Stored("house", 1, "old")));
        Assert.False(_records.Take(Stored("house", 2, "new")));
        Assert.Equal("new", _records.Find(Lamp)!.Stored!.Definition.Name);
        Assert.Single(_records.All);
    }

    [Fact]
    public void Should_not_bring_back_what_was_removed_and_take_what_was_added_again()
    {
        _records.Take(Stored("house", 1, "lamp"));
        Assert.True(_records.Take(new DirectoryRecord("house", Lamp, Begin.AddSeconds(3), null)));
        Assert.False(_records.Take(Stored("house", 1, "lamp")));
        Assert.Null(_records.Find(Lamp));
        Assert.True(_records.Take(Stored("house", 4, "again")));
        Assert.Equal("again", _records.Find(Lamp)!.Stored!.Definition.Name);
    }

    [Fact]
    public void Should_take_the_end_of_what_it_knows_for_the_end()
    {
        _records.Take(Stored("house", 1, "lamp"));
        Assert.True(_records.Take(new DirectoryRecord("house", Lamp, Begin.AddSeconds(1), null)));
        Assert.Empty(_records.All);
    }

    [Fact]
    public void Should_find_a_device_that_moves_in_the_segment_that_has_stored_it_later()
    {
        _records.Take(Stored("house", 1, "lamp"));
        _records.Take(Stored("garage", 2, "lamp"));
        Assert.Equal("garage", _records.Find(Lamp)!.Segment);
        Assert.True(_records.IsOutdone(Lamp, "house"));
        Assert.False(_records.IsOutdone(Lamp, "garage"));
        _records.Take(new DirectoryRecord("house", Lamp, Begin.AddSeconds(3), null));
        Assert.False(_records.IsOutdone(Lamp, "house"));
        Assert.Equal("garage", Assert.Single(_records.All).Segment);
    }

    private static DirectoryRecord Stored(string segment, int second, string name)
    {
        var at = Begin.AddSeconds(second);
        return new DirectoryRecord(segment, Lamp, at, new StoredDefinition(new DeviceDefinition(Lamp) { Name = name }, 1, at));
    }
}
