using System.Text;
using System.Text.Json;
using Akka.Actor;
using Akka.TestKit;
using TuyaActors.Connection;
using TuyaActors.Device;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Tests.Device;

/// <summary>A device whose commands are looked at: each with a caller of its own, and what is written of them.</summary>
public abstract class CommandsUnderTest : DeviceUnderTest
{
    internal IActorRef StartGateway(string hocon, params string[] cids)
    {
        var device = Start(hocon: hocon);
        foreach (var cid in cids)
            device.Tell(new DeviceMessages.AttachSubDevice(new DeviceDefinition(ChildId(cid)) { Gateway = Id, Cid = cid }));
        return device;
    }

    internal static DeviceId ChildId(string cid) => new("child-" + cid);

    /// <summary>Tells a set to the device, or to a child of it, and has it worked off; answers who hears of its outcome.</summary>
    internal TestProbe Set(IActorRef device, DpSet dps, TimeSpan? within = null, string? cid = null) =>
        Command(device, new DeviceCommands.SetDps(cid is null ? Id : ChildId(cid), dps, within is { } time ? Time.Now + time : null), cid);

    /// <inheritdoc cref="Set"/>
    internal TestProbe Command(IActorRef device, IDeviceCommand command, string? cid = null)
    {
        var caller = CreateTestProbe();
        device.Tell(cid is null ? command : new DeviceMessages.ForSubDevice(command, cid, caller.Ref), caller.Ref);
        Look(device);
        return caller;
    }

    /// <summary>The sets written since the last look, in their order.</summary>
    internal List<WrittenSet> Written(IActorRef device) =>
        [.. ExpectAllWritten(device).OfType<ConnectionCommands.Write>().Where(w => w.Request.Command is CommandId.Control or CommandId.ControlNew).Select(Read)];

    internal DeviceSnapshot LookAtChild(IActorRef device, string name)
    {
        Look(device);
        var asker = CreateTestProbe();
        Sys.ActorSelection(device.Path / name).Tell(new DeviceQueries.GetDevice(Id), asker.Ref);
        return asker.ExpectMsg<Messages.DeviceReplies.DeviceFound>().Device;
    }

    private static WrittenSet Read(ConnectionCommands.Write write)
    {
        using var json = JsonDocument.Parse(write.Request.Payload);
        var root = json.RootElement;
        // From 3.4 on they stand in the object "data".
        var dpsOf = root.TryGetProperty("data", out var data) ? data : root;
        Assert.True(DpSet.TryParse(Encoding.UTF8.GetBytes(dpsOf.GetProperty("dps").GetRawText()), out var dps, out var why), why);
        return new WrittenSet(write.Seqno, dps, root.TryGetProperty("cid", out var cid) ? cid.GetString() : null);
    }

    internal sealed record WrittenSet(uint Seqno, DpSet Dps, string? Cid);
}
