using TuyaActors.Messages;

namespace TuyaActors.Discovery;

/// <summary>What the discovery knows of one of its ports.</summary>
internal sealed class PortRecord(int port)
{
    public DatagramListener? Listener { get; private set; }

    /// <summary>Why it is not bound, as a sentence.</summary>
    public string? Problem { get; private set; }

    private DateTimeOffset? BoundAt { get; set; }

    private DateTimeOffset? LastHeardAt { get; set; }

    private long Datagrams { get; set; }

    /// <summary>Whether there had been a problem.</summary>
    public bool Bound(DatagramListener listener, DateTimeOffset now)
    {
        var recovered = Problem is not null;
        (Listener, BoundAt, Problem) = (listener, now, null);
        return recovered;
    }

    public void Lost(string problem)
    {
        Listener?.Dispose();
        (Listener, BoundAt, Problem) = (null, null, problem);
    }

    public void Heard(DateTimeOffset now) => (Datagrams, LastHeardAt) = (Datagrams + 1, now);

    public UdpPortHealth Health() => new(port, Listener is not null, Datagrams, Problem) { BoundAt = BoundAt, LastHeardAt = LastHeardAt };
}
