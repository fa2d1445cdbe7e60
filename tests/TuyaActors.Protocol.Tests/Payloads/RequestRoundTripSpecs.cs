using System.Buffers;
using System.Text;
using TuyaActors.Protocol.Frames;
using TuyaActors.Protocol.Payloads;
using TuyaActors.Protocol.Tests.Vectors;

namespace TuyaActors.Protocol.Tests.Payloads;

/// <summary>Every request of a client as the device understands it, and every answer of the device as the client does, over the wire.</summary>
public sealed class RequestRoundTripSpecs
{
    private const string Id = "bf0123456789abcdef01";
    private const string Child = "0011223344556677";
    private const long Now = 1750001001;
    private static readonly LocalKey Key = LocalKey.Parse("0123456789abcdef");
    private static readonly DpSet Dps = DpSet.Of((1, true), (2, "white  light"), (3, -7), (101, DpValue.FromJson("1.50")));

    public static TheoryData<ProtocolVersion, string?> VersionsAndChildren
    {
        get
        {
            var data = new TheoryData<ProtocolVersion, string?>();
            foreach (var version in ProtocolVersions.All)
            {
                data.Add(version, null);
                data.Add(version, Child);
            }

            return data;
        }
    }

    public static TheoryData<ProtocolVersion> Versions => [.. ProtocolVersions.All];

    [Theory]
    [MemberData(nameof(VersionsAndChildren))]
    public void Should_reach_the_device_when_dps_are_set(ProtocolVersion version, string? cid)
    {
        var request = AtDevice(version, DeviceRequests.Control(version, Id, Dps, Now, cid));

        Assert.Equal(DeviceRequestKind.Control, request.Kind);
        Assert.Equal(version.NeedsSession() ? CommandId.ControlNew : CommandId.Control, request.Command);
        Assert.Equal(Dps, request.Dps);
        Assert.Equal(cid, request.Cid);
        Assert.Equal(Now, request.T);
        Assert.Equal(version.NeedsSession() || cid is not null ? null : Id, request.DeviceId);
    }

    [Theory]
    [MemberData(nameof(VersionsAndChildren))]
    public void Should_reach_the_device_when_it_is_queried(ProtocolVersion version, string? cid)
    {
        var request = AtDevice(version, DeviceRequests.Query(version, Id, Now, cid: cid));

        Assert.Equal(DeviceRequestKind.Query, request.Kind);
        Assert.Equal(
            version switch
            {
                ProtocolVersion.V32 => CommandId.ControlNew,
                ProtocolVersion.V34 or ProtocolVersion.V35 => CommandId.DpQueryNew,
                _ => CommandId.DpQuery,
            },
            request.Command);
        Assert.Equal(cid, request.Cid);
        Assert.Equal(version == ProtocolVersion.V32 ? [1, 2] : [], request.DpIds);
    }

    [Theory]
    [MemberData(nameof(VersionsAndChildren))]
    public void Should_name_the_dps_wanted_when_queried_in_the_device22_way(ProtocolVersion version, string? cid)
    {
        var request = AtDevice(version, DeviceRequests.Query(version, Id, Now, DeviceDialect.Device22, [20, 1, 5], cid));

        Assert.Equal(DeviceRequestKind.Query, request.Kind);
        Assert.Equal(CommandId.ControlNew, request.Command);
        Assert.Equal([1, 5, 20], request.DpIds);
        Assert.All(request.Dps.Values, value => Assert.Equal(DpKind.Null, value.Kind));
        Assert.Equal(cid, request.Cid);
    }

    [Theory]
    [MemberData(nameof(VersionsAndChildren))]
    public void Should_reach_the_device_when_dps_are_to_be_measured_again(ProtocolVersion version, string? cid)
    {
        var request = AtDevice(version, DeviceRequests.UpdateDps(version, Id, [4, 5, 6], Now, cid));
        var usual = AtDevice(version, DeviceRequests.UpdateDps(version, Id, null, Now));

        Assert.Equal(DeviceRequestKind.UpdateDps, request.Kind);
        Assert.Equal([4, 5, 6], request.DpIds);
        Assert.Equal(cid, request.Cid);
        Assert.Equal([18, 19, 20], usual.DpIds);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Should_reach_the_device_when_the_client_gives_a_sign_of_life(ProtocolVersion version)
    {
        var request = AtDevice(version, DeviceRequests.Heartbeat(version, Id, Now));

        Assert.Equal(DeviceRequestKind.Heartbeat, request.Kind);
        Assert.Equal(Id, request.DeviceId);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Should_reach_the_gateway_when_sub_devices_are_asked_for(ProtocolVersion version) =>
        Assert.Equal(DeviceRequestKind.SubDevices, AtDevice(version, DeviceRequests.SubDevices(version, Id, Now)).Kind);

    [Theory]
    [MemberData(nameof(VersionsAndChildren))]
    public void Should_reach_the_client_when_a_device_pushes(ProtocolVersion version, string? cid)
    {
        var (message, content) = AtClient(version, DeviceReplies.Status(version, Id, Dps, Now, cid));

        Assert.Equal(CommandId.Status, message.Command);
        Assert.Equal(ReplyKind.Dps, content.Kind);
        Assert.Equal(Dps, content.Dps);
        Assert.Equal(cid, content.Cid);
        Assert.Equal(Now, content.T);
        Assert.Null(content.Problem);
    }

    [Theory]
    [MemberData(nameof(VersionsAndChildren))]
    public void Should_reach_the_client_when_a_query_is_answered(ProtocolVersion version, string? cid)
    {
        var asked = DeviceRequests.Query(version, Id, Now).Command;

        var (message, content) = AtClient(version, DeviceReplies.QueryReply(version, Id, asked, Dps, cid));

        Assert.Equal(asked, message.Command);
        Assert.Equal(0u, message.Retcode);
        Assert.Equal(ReplyKind.Dps, content.Kind);
        Assert.Equal(Dps, content.Dps);
        Assert.Equal(cid, content.Cid);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Should_be_empty_when_a_device_acknowledges(ProtocolVersion version)
    {
        var (message, content) = AtClient(version, DeviceReplies.Ack(CommandId.Control, 1));

        Assert.Equal(1u, message.Retcode);
        Assert.Same(ReplyContent.Empty, content);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Should_be_known_when_a_device_does_not_understand_the_query(ProtocolVersion version)
    {
        var (message, content) = AtClient(version, DeviceReplies.DataUnvalid(CommandId.DpQuery));

        Assert.Equal(1u, message.Retcode);
        Assert.Equal(ReplyKind.DataUnvalid, content.Kind);
        Assert.Equal("json obj data unvalid", content.Text);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Should_tell_online_from_offline_when_a_gateway_lists_its_sub_devices(ProtocolVersion version)
    {
        var (message, content) = AtClient(version, DeviceReplies.SubDevices(["a", "b"], ["c"]));

        Assert.Equal(CommandId.LanExtStream, message.Command);
        Assert.Equal(ReplyKind.SubDevices, content.Kind);
        Assert.Equal(["a", "b"], content.OnlineCids);
        Assert.Equal(["c"], content.OfflineCids);
        Assert.Empty(content.NearbyCids);
    }

    private static DeviceRequest AtDevice(ProtocolVersion version, WireRequest request)
    {
        using var client = new WireCodec(version, WireSide.Client, Key);
        using var device = new WireCodec(version, WireSide.Device, Key);
        var output = new ArrayBufferWriter<byte>();
        client.Encode(output, 1, request.Command, request.Payload);
        var message = Assert.Single(Reading.Of(device, output.WrittenSpan.ToArray()).Messages);
        Assert.DoesNotContain(" ", Encoding.UTF8.GetString(request.Payload).Replace("white  light", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.True(DeviceReplies.TryParseRequest(message, out var understood));
        return understood;
    }

    private static (WireMessage Message, ReplyContent Content) AtClient(ProtocolVersion version, WireReply reply)
    {
        using var client = new WireCodec(version, WireSide.Client, Key);
        using var device = new WireCodec(version, WireSide.Device, Key);
        var output = new ArrayBufferWriter<byte>();
        device.Encode(output, 1, reply.Command, reply.Payload, reply.Retcode);
        var message = Assert.Single(Reading.Of(client, output.WrittenSpan.ToArray()).Messages);
        return (message, ReplyParser.Parse(message));
    }
}
