using Akka.Event;
using TuyaActors.Files;
using TuyaActors.Fleet;
using TuyaActors.Messages;

namespace TuyaActors.Tests.Fleet;

/// <summary>What a fleet says when its process may not have as many files open as its devices need.</summary>
public sealed class FleetFilesSpecs : FleetUnderTest
{
    // Below what is kept back: then no device finds a file, however many this process has open.
    private static readonly FileBudget Little = new(FileBudget.KeptBack);

    private readonly Akka.TestKit.TestProbe _log;

    public FleetFilesSpecs()
    {
        _log = CreateTestProbe("log");
        Sys.EventStream.Subscribe(_log.Ref, typeof(Warning));
    }

    [Fact]
    public void Should_warn_once_of_the_devices_it_starts_with_when_they_find_no_file()
    {
        Files = Little;

        Ask<FleetMessages.Doors>(StartWith(Device("lamp"), Device("plug")), new FleetMessages.GetDoors());

        Assert.Equal(["2 devices"], Warned());
    }

    [Fact]
    public void Should_not_count_devices_that_keep_no_connection_of_their_own()
    {
        Files = Little;

        Ask<FleetMessages.Doors>(
            StartWith(
                Device("gate"),
                Child("child", "gate"),
                Device("sensor") with { Mode = ConnectionMode.Battery },
                Device("fan") with { Mode = ConnectionMode.OnDemand }),
            new FleetMessages.GetDoors());

        Assert.Equal(["1 device"], Warned());
    }

    [Fact]
    public void Should_warn_again_only_when_twice_as_many_find_none()
    {
        Files = Little;
        var fleet = StartWith();
        Ask<FleetMessages.Doors>(fleet, new FleetMessages.GetDoors());
        Assert.Empty(Warned());

        foreach (var number in Enumerable.Range(1, 9))
            Ask<FleetReply.Done>(fleet, new FleetCommands.AddDevice(Device($"lamp{number}")));

        Assert.Equal(["1 device", "2 devices", "4 devices", "8 devices"], Warned());

        Ask<FleetReply.Imported>(fleet, new FleetCommands.ImportDevices([.. Enumerable.Range(1, 100).Select(number => Device($"plug{number}"))]));
        foreach (var number in Enumerable.Range(1, 9))
            Ask<FleetReply.Done>(fleet, new FleetCommands.RemoveDevice(new DeviceId($"lamp{number}")));
        Ask<FleetReply.Done>(fleet, new FleetCommands.AddDevice(Device("lamp1")));

        Assert.Equal(["109 devices"], Warned());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1_000_000L)]
    public void Should_say_nothing_when_there_are_files_enough(long? limit)
    {
        Files = new FileBudget(limit);

        Ask<FleetMessages.Doors>(StartWith(Device("lamp"), Device("plug")), new FleetMessages.GetDoors());

        Assert.Empty(Warned());
    }

    /// <summary>How many devices each warning so far speaks of.</summary>
    private List<string> Warned()
    {
        Sys.EventStream.Publish(new Warning("", typeof(FleetFilesSpecs), "that was all"));
        var warned = new List<string>();
        while (_log.ExpectMsg<Warning>(TimeSpan.FromSeconds(20)).Message.ToString() is { } text && text != "that was all")
        {
            Assert.StartsWith($"This process may have {FileBudget.KeptBack} files open", text, StringComparison.Ordinal);
            warned.Add(text.Split(": ")[1].Split(" keep")[0]);
        }

        return warned;
    }
}
