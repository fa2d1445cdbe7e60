using System.Net;
using TuyaActors.Discovery;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Tests.Discovery;

public sealed class SightingBookSpecs
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly SightingBook _book = new();

    [Fact]
    public void Should_remember_who_was_heard_by_id()
    {
        Hear("plug", 1);
        Hear("lamp", 2);
        Hear("plug", 3, address: "192.0.2.9");
        var all = _book.All(_ => false, At(4));
        Assert.Equal(["lamp", "plug"], all.Select(r => r.DeviceId.Value));
        Assert.Equal((At(1), At(3), 2, "192.0.2.9"), (all[1].First, all[1].Last, (int)all[1].Count, all[1].Sighting.Address.ToString()));
    }

    [Fact]
    public void Should_keep_what_an_earlier_word_said_more()
    {
        Hear("lamp", 1, version: ProtocolVersion.V34, product: "key");
        Hear("lamp", 2);
        var lamp = Assert.Single(_book.All(_ => false, At(3))).Sighting;
        Assert.Equal((ProtocolVersion.V34, "key"), (lamp.Version, lamp.ProductKey));
    }

    [Fact]
    public void Should_say_whom_the_fleet_has_now()
    {
        Hear("lamp", 1);
        Hear("plug", 1);
        Assert.Equal([true, false], _book.All(id => id.Value == "lamp", At(2)).Select(r => r.Sighting.Known));
    }

    [Fact]
    public void Should_forget_who_has_been_silent_for_an_hour()
    {
        Hear("lamp", 0);
        Hear("plug", 10);
        Assert.Equal(2, _book.All(_ => false, At(60)).Length);
        Assert.Equal("plug", Assert.Single(_book.All(_ => false, At(61))).DeviceId.Value);
        Hear("lamp", 62);
        Assert.Equal(At(62), _book.All(_ => false, At(62)).Single(r => r.DeviceId.Value == "lamp").First);
    }

    [Fact]
    public void Should_not_be_filled_by_ever_new_ids()
    {
        for (var i = 0; i < SightingBook.MostRemembered + 100; i++)
            Hear($"bf{i}", 0);
        Assert.Equal(SightingBook.MostRemembered, _book.All(_ => false, At(1)).Length);
        Hear("bf0", 2);
        Hear("late", 3);
        Assert.DoesNotContain(_book.All(_ => false, At(4)), r => r.DeviceId.Value == "late");
        // There is room again once the others are forgotten.
        Hear("late", 62);
        Assert.Equal(["bf0", "late"], _book.All(_ => false, At(62)).Select(r => r.DeviceId.Value));
    }

    private static DateTimeOffset At(int minute) => Start.AddMinutes(minute);

    private void Hear(string id, int minute, string address = "192.0.2.7", ProtocolVersion? version = null, string? product = null) =>
        _book.Note(new DeviceSighting(new DeviceId(id), IPAddress.Parse(address), version, product, 6667, Known: false), At(minute));
}
