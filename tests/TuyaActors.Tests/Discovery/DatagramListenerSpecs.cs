using System.Net;
using System.Net.Sockets;
using TuyaActors.Discovery;

namespace TuyaActors.Tests.Discovery;

public sealed class DatagramListenerSpecs
{
    private static readonly SocketReceiveFromResult OneByte = new() { ReceivedBytes = 1, RemoteEndPoint = new IPEndPoint(IPAddress.Loopback, 1) };

    [Fact]
    public async Task Should_give_up_a_socket_that_fails_again_and_again()
    {
        var asked = 0;
        var end = await DatagramListener.Pump(
            _ =>
            {
                asked++;
                throw new SocketException((int)SocketError.NetworkDown);
            },
            (_, _) => Assert.Fail("nothing was heard"));
        Assert.Equal((SocketError.NetworkDown, DatagramListener.ForgivenFailures), (end!.SocketErrorCode, asked));
    }

    [Fact]
    public async Task Should_forgive_single_failures_for_ever()
    {
        const int rounds = 10 * DatagramListener.ForgivenFailures;
        var (asked, heard) = (0, 0);
        var end = await DatagramListener.Pump(
            _ => ++asked switch
            {
                > rounds => throw new ObjectDisposedException("socket"),
                _ when asked % 2 == 0 => throw new SocketException((int)SocketError.ConnectionReset),
                _ => ValueTask.FromResult(OneByte),
            },
            (_, _) => heard++);
        Assert.Equal((null, rounds / 2), (end, heard));
    }

    [Fact]
    public async Task Should_end_without_a_complaint_when_it_is_disposed_of()
    {
        using var place = new UdpPlace();
        var listener = new DatagramListener(place.Address, place.Ports[0]);
        var listening = listener.Listen((_, _) => { });
        listener.Dispose();
        Assert.Null(await listening.WaitAsync(TimeSpan.FromSeconds(20)));
    }
}
