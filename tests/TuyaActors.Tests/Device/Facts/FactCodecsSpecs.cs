using System.Text;
using TuyaActors.Device.Facts;
using TuyaActors.Storage;

namespace TuyaActors.Tests.Device.Facts;

public sealed class FactCodecsSpecs
{
    [Fact]
    public void Should_read_back_each_event_as_it_was_written()
    {
        FactEvent[] all = [.. Sample.Events, new FactEvent.LineForgotten("c1")];
        foreach (var e in all)
            Assert.Equal(e.ToString(), Again(e).ToString());
        Assert.Equal(FactCodecs.All.Count - 1, all.Select(e => e.GetType()).Distinct().Count());
        Assert.Equal(((FactEvent.DpsSeen)Sample.Events[6]).Dps.ToArray(), Assert.IsType<FactEvent.DpsSeen>(Again(Sample.Events[6])).Dps.ToArray());
        Assert.Equal(((FactEvent.ChildrenNamed)Sample.Events[7]).Cids.ToArray(), Assert.IsType<FactEvent.ChildrenNamed>(Again(Sample.Events[7])).Cids.ToArray());
    }

    [Fact]
    public void Should_read_back_a_whole_record_as_it_was_written()
    {
        var again = Assert.IsType<DeviceRecord>(Again(Sample.Record));
        Assert.Equal((Sample.Record.Reported, Sample.Record.ReportedAt), (again.Reported, again.ReportedAt));
        Assert.Equal((Sample.Record.Facts.Address, Sample.Record.Facts.Configured), (again.Facts.Address, again.Facts.Configured));
        Assert.Equal(Sample.Record.Facts.FormerAddresses.ToArray(), again.Facts.FormerAddresses.ToArray());
        Assert.Empty(again.Facts.ChangesTo(Sample.Record.Facts));
        Assert.Empty(Sample.Record.Facts.ChangesTo(again.Facts));
        Assert.Equal(Sample.Record.Facts.LineOf("").Dps, again.Facts.LineOf("").Dps);
    }

    [Fact]
    public void Should_read_a_record_that_says_next_to_nothing()
    {
        var record = Assert.IsType<DeviceRecord>(Read("dev.record", "{}"));
        Assert.Empty(record.Facts.ChangesTo(DeviceFacts.None));
        Assert.Equal((0, null), (record.Reported.Count, record.ReportedAt));
    }

    [Fact]
    public void Should_take_a_version_that_only_a_newer_program_knows_for_none() =>
        Assert.Null(Assert.IsType<FactEvent.VersionProved>(Read("dev.version", """{"version":"9.9","new":1}""")).Version);

    private static IStored Again(IStored stored) =>
        TuyaSerializer.Read(TuyaSerializer.Write(stored, StoredCodecs.Product), StoredCodecs.Product.Of(stored).Manifest, StoredCodecs.Product);

    private static IStored Read(string manifest, string json) => TuyaSerializer.Read(Encoding.UTF8.GetBytes(json), manifest, StoredCodecs.Product);
}
