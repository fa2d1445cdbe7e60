using TuyaActors.Benchmarks.Figures;
using TuyaActors.Benchmarks.Peers;
using TuyaActors.Protocol;

namespace TuyaActors.EndToEnd;

/// <summary>What <c>tools/bench peers</c> makes of its figures.</summary>
public sealed class PeerResultsSpecs
{
    private static readonly ManyDevicesCase Measured = new(10, [ProtocolVersion.V33], [5000, 0], TimeSpan.Zero, TimeSpan.Zero);
    private static readonly Peer Raw = new("raw", "python3") { OnlyFrame = true };

    [Fact]
    public void Should_give_each_peer_its_ratio_to_the_bare_client()
    {
        var results = PeerResults.Many("10 devices", Measured, [("bare client", Figures(2, 30)), ("tuyapi", Figures(4, 90))], [("bare client", Figures(0, 20)), ("tuyapi", Figures(0, 40))]);
        var connected = results.Single(result => result is { Who: "tuyapi", Measure: "connected, each has told its state" });
        Assert.Equal((4, 2), (connected.Value, connected.OfBare));
        var resident = results.Single(result => result is { Who: "tuyapi", Measure: "resident" });
        Assert.Equal((5 * 1024, 5), (resident.Value, resident.OfBare));
    }

    [Fact]
    public void Should_say_why_there_are_no_figures_when_a_peer_does_not_connect_to_all()
    {
        var results = PeerResults.Many("10 devices", Measured, [("bare client", Figures(2, 30)), ("slow", new ManyDevicesCase.Figures { Failed = "7 answered within 90 s" })], [("bare client", Figures(0, 20)), ("slow", Figures(0, 40))]);
        var slow = results.Where(result => result.Who == "slow").ToList();
        Assert.Equal(8, slow.Count);
        Assert.All(slow, result => Assert.Equal((double.NaN, "7 answered within 90 s"), (result.Value, result.Note)));
    }

    [Fact]
    public void Should_say_how_many_connections_a_peer_has_lost_and_why()
    {
        var results = PeerResults.Many("10 devices", Measured, [("tuyapi", Figures(2, 30, new ManyDevicesCase.Pushes(5000, 4000, 30, 3, "no pong")))], [("tuyapi", Figures(0, 20))]);
        Assert.Equal("3 connections lost; no pong", results.Single(result => result.Measure == "pushes, 5,000 a second: arrived").Note);
    }

    [Fact]
    public void Should_say_what_is_not_installed()
    {
        using var text = new StringWriter();
        ResultTable.Write(text, [PeerResults.Missing("tinytuya", "not installed")]);
        Assert.Matches("tinytuya +- +not installed", text.ToString());
    }

    [Theory]
    [InlineData(PeerRequest.Status, 57, true)]
    [InlineData(PeerRequest.Status, 58, false)]
    [InlineData(PeerRequest.Set, 78, true)]
    [InlineData(PeerRequest.Set, 79, false)]
    public void Should_judge_the_fleet_by_its_ratio_to_a_raw_socket_of_Python(string what, double took, bool met)
    {
        var results = PeerResults.RoundTrips(ProtocolVersion.V33, [Times(Peer.Fleet, what, took), Times(Peer.Bare, what, 40), Times(Raw, PeerRequest.Status, 60), Times(Peer.Bare, PeerRequest.Status, 40), Times(Peer.Fleet, PeerRequest.Status, 10)]);
        var judged = results.First(result => result.Goal is not null);
        Assert.Equal((took, 60, met), (judged.Value, judged.Bare, judged.IsMet));
        Assert.Contains("raw socket", judged.Measure, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_judge_nothing_when_there_is_no_raw_socket() =>
        Assert.All(PeerResults.RoundTrips(ProtocolVersion.V35, [Times(Peer.Fleet, PeerRequest.Set, 50), Times(Peer.Bare, PeerRequest.Set, 40)]), result => Assert.Null(result.Goal));

    private static ManyDevicesCase.Figures Figures(double connect, long resident, ManyDevicesCase.Pushes? pushes = null)
    {
        var figures = new ManyDevicesCase.Figures { Connect = TimeSpan.FromSeconds(connect), Resident = resident * 1024 * 1024 };
        foreach (var rate in Measured.Rates)
            figures.Pushes[rate] = pushes ?? new ManyDevicesCase.Pushes(5000, 5000, 20, 0, null);
        return figures;
    }

    private static RoundTripsCase.Times Times(Peer peer, string what, double took)
    {
        var times = new RoundTripsCase.Times(peer, peer.Label, what);
        times.Took.AddRange([took + 100, took, took - 1]);
        return times;
    }
}
