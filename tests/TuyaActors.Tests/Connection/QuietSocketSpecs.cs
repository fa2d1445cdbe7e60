using Akka.Event;
using TuyaActors.Connection;

namespace TuyaActors.Tests.Connection;

public sealed class QuietSocketSpecs
{
    /// <summary>A socket that is closed while it connects or waits still has something to say, to nobody: a stop of 1,000 devices must not fill the log.</summary>
    [Theory]
    [InlineData(typeof(DeviceSocket.Connected))]
    [InlineData(typeof(DeviceSocket.ConnectFailed))]
    [InlineData(typeof(DeviceSocket.Readable))]
    [InlineData(typeof(DeviceSocket.Writable))]
    [InlineData(typeof(DeviceSocket.Failed))]
    public void Should_leave_no_dead_letter_when_its_connection_has_ended(Type message) =>
        Assert.True(typeof(IDeadLetterSuppression).IsAssignableFrom(message));
}
