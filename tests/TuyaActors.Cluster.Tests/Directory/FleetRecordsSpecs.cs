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

    [Fact]
    public void Should_have_a_device_that_has_moved_where_it_was_until_it_is_known_where_it_is()
    {
        _records.Take(Stored("house", 1, "lamp"));
        Assert.False(_records.Take(MovedToGarage(second: 3, since: 2)));
        Assert.Equal("house", Assert.Single(_records.All).Segment);
        Assert.True(_records.Take(Stored("garage", 2, "lamp")));
        Assert.Equal("garage", Assert.Single(_records.All).Segment);
        Assert.False(_records.IsOutdone(Lamp, "house"));
    }

    [Fact]
    public void Should_take_a_device_for_gone_that_has_moved_and_is_gone_there()
    {
        _records.Take(Stored("house", 1, "lamp"));
        _records.Take(MovedToGarage(second: 3, since: 2));
        Assert.True(_records.Take(new DirectoryRecord("garage", Lamp, Begin.AddSeconds(5), null)));
        Assert.Empty(_records.All);
    }

    [Fact]
    public void Should_not_take_a_former_stay_for_the_one_that_a_device_has_moved_to()
    {
        _records.Take(new DirectoryRecord("garage", Lamp, Begin, null));
        _records.Take(Stored("house", 1, "lamp"));
        _records.Take(MovedToGarage(second: 3, since: 2));
        Assert.Equal("house", Assert.Single(_records.All).Segment);
    }

    [Fact]
    public void Should_not_lose_a_device_that_has_come_back_before_its_move_was_known()
    {
        _records.Take(Stored("house", 1, "lamp"));
        _records.Take(MovedToGarage(second: 3, since: 2));
        Assert.True(_records.Take(Stored("house", 9, "back")));
        _records.Take(Stored("garage", 2, "lamp"));
        Assert.Equal(("house", "back"), (_records.Find(Lamp)!.Segment, _records.Find(Lamp)!.Stored!.Definition.Name));
    }

    private static DirectoryRecord MovedToGarage(int second, int since) => new("house", Lamp, Begin.AddSeconds(second), null) { MovedTo = "garage", MovedAt = Begin.AddSeconds(since) };

    private static DirectoryRecord Stored(string segment, int second, string name)
    {
        var at = Begin.AddSeconds(second);
        return new DirectoryRecord(segment, Lamp, at, new StoredDefinition(new DeviceDefinition(Lamp) { Name = name }, 1, at));
    }
}
