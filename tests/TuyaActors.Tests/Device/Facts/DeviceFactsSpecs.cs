using System.Net;
using TuyaActors.Device.Facts;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Tests.Device.Facts;

public sealed class DeviceFactsSpecs
{
    [Fact]
    public void Should_be_what_its_events_made_of_it()
    {
        var events = DeviceFacts.None.ChangesTo(Sample.Facts).ToList();
        var again = events.Aggregate(DeviceFacts.None, (facts, e) => facts.Apply(e));
        Assert.Equal(Sample.Events.Count, events.Count);
        Assert.Empty(again.ChangesTo(Sample.Facts));
        Assert.Empty(Sample.Facts.ChangesTo(again));
        Assert.Equal(Sample.Facts.LineOf("").Dps, again.LineOf("").Dps);
    }

    [Fact]
    public void Should_be_no_news_when_a_range_grows_or_an_address_serves_once_more()
    {
        var later = Sample.Facts with
        {
            Address = Sample.Facts.Address! with { Last = Sample.At.AddDays(1) },
            Lines = Sample.Facts.Lines.SetItem("", Sample.Facts.LineOf("").Seen([new DpSeen(2, DpTypes.Integer, -50, 2000)])),
        };
        Assert.Empty(Sample.Facts.ChangesTo(later));
        Assert.Equal(new DpSeen(2, DpTypes.Integer | DpTypes.Text, -50, 2000), later.LineOf("").Dps[2]);
    }

    [Fact]
    public void Should_be_news_when_a_DP_shows_another_type()
    {
        var later = Sample.Facts with { Lines = Sample.Facts.Lines.SetItem("", Sample.Facts.LineOf("").Seen([DpSeen.Of(1).With("on")])) };
        var seen = Assert.IsType<FactEvent.DpsSeen>(Assert.Single(Sample.Facts.ChangesTo(later)));
        Assert.Equal([new DpSeen(1, DpTypes.Boolean | DpTypes.Text, null, null) { Texts = ["on"] }], seen.Dps.ToArray());
    }

    [Fact]
    public void Should_be_no_news_when_an_address_and_a_version_are_merely_in_doubt() =>
        Assert.Empty(Sample.Facts.ChangesTo(Sample.Facts with { Address = null, Version = null, KeyMark = null }));

    [Fact]
    public void Should_be_news_when_the_same_address_served_under_another_word_of_the_operator()
    {
        var later = Sample.Facts with { Configured = null };
        Assert.Null(Assert.IsType<FactEvent.AddressVerified>(Assert.Single(Sample.Facts.ChangesTo(later))).Configured);
    }

    [Fact]
    public void Should_forget_a_line_when_the_device_behind_it_has_gone()
    {
        var later = Sample.Facts with { Lines = Sample.Facts.Lines.Remove("c1") };
        var forgotten = Assert.Single(Sample.Facts.ChangesTo(later));
        Assert.Equal(new FactEvent.LineForgotten("c1"), forgotten);
        Assert.Null(Sample.Facts.Apply(forgotten).LineOf("c1").MostDps);
    }

    [Fact]
    public void Should_keep_former_addresses_newest_first()
    {
        var facts = DeviceFacts.None;
        foreach (var (host, hour) in new[] { (1, 0), (2, 1), (1, 2) })
            facts = facts.Apply(new FactEvent.AddressVerified(IPAddress.Parse($"192.0.2.{host}"), null, Sample.At.AddHours(hour)));
        Assert.Equal(new VerifiedAddress(IPAddress.Parse("192.0.2.1"), Sample.At, Sample.At.AddHours(2)), facts.Address);
        Assert.Equal([new VerifiedAddress(IPAddress.Parse("192.0.2.2"), Sample.At.AddHours(1), Sample.At.AddHours(1))], facts.FormerAddresses.ToArray());
    }

    [Fact]
    public void Should_mark_a_key_by_sixteen_bits_that_are_the_devices_own()
    {
        var key = LocalKey.Parse("0123456789abcdef");
        var mark = KeyMark.Of(key, new DeviceId("a"));
        Assert.InRange(mark, 0, 65535);
        Assert.Equal(mark, KeyMark.Of(LocalKey.Parse("0123456789abcdef"), new DeviceId("a")));
        Assert.NotEqual(mark, KeyMark.Of(LocalKey.Parse("0123456789abcdee"), new DeviceId("a")));
        Assert.NotEqual(mark, KeyMark.Of(key, new DeviceId("b")));
    }
}
