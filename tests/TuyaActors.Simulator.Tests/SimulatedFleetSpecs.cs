using System.Net;
using TuyaActors.Protocol;
using TuyaActors.Simulator.Profiles;

namespace TuyaActors.Simulator.Tests;

public sealed class SimulatedFleetSpecs
{
    [Fact]
    public void Should_be_the_same_for_the_same_seed_and_another_for_another()
    {
        static string Text(int seed) => string.Join('\n', SimulatedFleet.Create(60, seed).Select(device => $"{device.Id} {device.Key!.Reveal()} {device.Name} {string.Join(',', device.SubDevices)}"));

        Assert.Equal(Text(7), Text(7));
        Assert.NotEqual(Text(7), Text(8));
    }

    [Fact]
    public void Should_have_every_profile_in_every_version_among_thirty()
    {
        var fleet = SimulatedFleet.Create(30);

        Assert.Equal(ProtocolVersions.All.Count * DeviceProfile.All.Count, fleet.Select(device => (device.Version, device.Profile)).Distinct().Count());
    }

    [Fact]
    public void Should_give_distinct_believable_identities()
    {
        var fleet = SimulatedFleet.Create(1000);

        Assert.All(fleet, device => Assert.Matches("^bf[0-9a-f]{16}[0-9a-z]{4}$", device.Id));
        Assert.All(fleet, device => Assert.Matches("^[!-~]{16}$", device.Key!.Reveal()));
        Assert.All(fleet, device => Assert.Matches("^[A-Z][a-z ]+ [a-z]+ [0-9]+$", device.Name));
        Assert.Equal(1000, fleet.Select(device => device.Id).Distinct().Count());
        Assert.Equal(1000, fleet.Select(device => device.Key!.Reveal()).Distinct().Count());
        Assert.Equal(1000, fleet.Select(device => device.Name).Distinct().Count());
        Assert.Equal(1000, fleet.Select(device => device.Address).Distinct().Count());
    }

    [Fact]
    public void Should_put_sub_devices_behind_gateways_only()
    {
        var fleet = SimulatedFleet.Create(120);
        var cids = fleet.SelectMany(device => device.SubDevices).Select(sub => sub.Cid!).ToArray();

        Assert.All(fleet, device => Assert.True(device.Profile == DeviceProfile.Gateway ? device.SubDevices.Count is >= 2 and <= 4 : device.SubDevices.Count == 0));
        Assert.All(cids, cid => Assert.Matches("^a4c138[0-9a-f]{10}$", cid));
        Assert.Equal(cids.Length, cids.Distinct().Count());
    }

    [Fact]
    public void Should_walk_over_addresses_that_no_device_has()
    {
        var fleet = SimulatedFleet.Create(3, firstAddress: IPAddress.Parse("127.80.4.254"));

        Assert.Equal(["127.80.4.254", "127.80.5.1", "127.80.5.2"], fleet.Select(device => device.Address.ToString()));
        Assert.Equal("127.77.0.1", SimulatedFleet.Create(1)[0].Address.ToString());
        Assert.Empty(SimulatedFleet.Create(0));
    }

    [Fact]
    public void Should_name_another_house_otherwise_and_leave_all_else()
    {
        var (plain, garage) = (SimulatedFleet.Create(12, seed: 2), SimulatedFleet.Create(12, seed: 2, namePrefix: "Garage "));

        Assert.Equal(Names(plain).Select(name => $"Garage {name}"), Names(garage));
        Assert.Equal(plain.Select(device => (device.Id, device.Key!.Reveal(), device.Address)), garage.Select(device => (device.Id, device.Key!.Reveal(), device.Address)));

        static IEnumerable<string> Names(IEnumerable<SimulatedDeviceOptions> fleet) => fleet.SelectMany(device => device.SubDevices.Select(sub => sub.Name!).Prepend(device.Name!));
    }

    [Fact]
    public void Should_place_some_of_a_fleet_on_another_lan()
    {
        var fleet = SimulatedFleet.Create(6);

        var moved = SimulatedFleet.PlaceFrom(IPAddress.Parse("10.77.1.254"), fleet.Skip(4));

        Assert.Equal(["10.77.1.254", "10.77.2.1"], moved.Select(device => device.Address.ToString()));
        Assert.Equal(fleet.Skip(4), moved.Zip(fleet.Skip(4), (device, before) => device with { Address = before.Address }));
        Assert.Empty(SimulatedFleet.PlaceFrom(IPAddress.Loopback, []));
    }

    [Fact]
    public void Should_name_what_is_wrong_with_an_argument()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SimulatedFleet.Create(-1));
        foreach (var nobodys in (string[])["0.0.0.1", "224.0.0.1", "255.255.255.255", "::1"])
        {
            Assert.Contains($"{nobodys} is no IPv4 address that a device can have", Assert.Throws<ArgumentException>(() => SimulatedFleet.Create(1, firstAddress: IPAddress.Parse(nobodys))).Message, StringComparison.Ordinal);
        }

        Assert.Contains("127.255.255.253", Assert.Throws<ArgumentException>(() => SimulatedFleet.Create(3, firstAddress: IPAddress.Parse("127.255.255.253"))).Message, StringComparison.Ordinal);
    }
}
