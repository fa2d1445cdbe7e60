using Akka.Actor;
using Akka.Event;
using TuyaActors.Connection;
using TuyaActors.Device;
using TuyaActors.Messages;

namespace TuyaActors.Tests.Device;

/// <summary>Devices for whose connection this process has no file left.</summary>
public sealed class DeviceActorFilesSpecs : DeviceUnderTest
{
    private const string Why = "this process may have 256 files open";

    [Fact]
    public void Should_not_look_for_the_fault_at_the_device()
    {
        var device = Start();

        device.Tell(new ConnectionEvent.Closed(Admit(device).Epoch, ConnectionEnd.NoFile, Why));

        var diagnosis = ExpectState(DeviceState.Backoff).Diagnosis!;
        Assert.Equal((DiagnosisKind.Unreachable, Why), (diagnosis.Kind, diagnosis.Evidence));
        Assert.StartsWith("It is not tried, because this process has too many files open: raise the limit", diagnosis.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_try_again_in_its_time_and_not_at_each_sighting()
    {
        var device = Start();
        device.Tell(new ConnectionEvent.Closed(Admit(device).Epoch, ConnectionEnd.NoFile, Why));
        ExpectState(DeviceState.Backoff);

        device.Tell(new DeviceMessages.Sighted(Sighting));

        Assert.Equal(DeviceState.Backoff, Look(device).State);
        Pass(device, TimeSpan.FromSeconds(1));
        BringOnline(device);
    }

    [Fact]
    public void Should_warn_of_one_device_when_several_get_no_file()
    {
        var log = CreateTestProbe("log");
        Sys.EventStream.Subscribe(log.Ref, typeof(Warning));
        foreach (var device in (IEnumerable<IActorRef>)[Start(), Start(), Start()])
        {
            device.Tell(new ConnectionEvent.Closed(Admit(device).Epoch, ConnectionEnd.NoFile, Why));
            ExpectState(DeviceState.Backoff);
            Look(device);
        }

        Assert.Contains(Why, log.ExpectMsg<Warning>().Message.ToString(), StringComparison.Ordinal);
        log.ExpectNoMsg(TimeSpan.Zero);
    }
}
