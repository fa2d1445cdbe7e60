using System.Net;
using System.Net.Sockets;
using TuyaActors.Connection;
using TuyaActors.Files;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Tests.Connection;

namespace TuyaActors.Tests.Files;

public sealed class FileBudgetSpecs : ConnectionUnderTest
{
    [Fact]
    public async Task Should_not_connect_to_a_device_when_only_the_files_are_left_that_are_kept_back()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var spec = new ConnectionSpec(new DeviceId("lamp"), Epoch, (IPEndPoint)listener.LocalEndpoint, ProtocolVersion.V33, Key, default) { Files = new FileBudget(FileBudget.KeptBack) };

        await ExpectEnd(Sys.ActorOf(DeviceConnectionActor.Props(spec, Device.Ref)), ConnectionEnd.NoFile);

        Assert.False(listener.Pending());
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(1_000_000_000_000L, true)]
    [InlineData(100L, false)]
    public void Should_admit_a_socket_when_more_are_left_than_are_kept_back(long? limit, bool admits)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        Assert.Equal(admits, new FileBudget(limit).Admits(socket));
    }

    [Fact]
    public void Should_admit_the_last_socket_before_those_that_are_kept_back()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var number = (long)socket.SafeHandle.DangerousGetHandle();
        Assert.True(new FileBudget(number + FileBudget.KeptBack + 1).Admits(socket));
        Assert.False(new FileBudget(number + FileBudget.KeptBack).Admits(socket));
    }

    [Fact]
    public void Should_tell_the_first_refusal_from_the_others()
    {
        var budget = new FileBudget(1);
        Assert.Equal([true, false, false], [budget.IsFirstRefusal(), budget.IsFirstRefusal(), budget.IsFirstRefusal()]);
    }
}
