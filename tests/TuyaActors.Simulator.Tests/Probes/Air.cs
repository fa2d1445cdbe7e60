using System.Net;

namespace TuyaActors.Simulator.Tests.Probes;

/// <summary>A simulator that announces, on ports of its own, and the sockets that hear it.</summary>
internal sealed class Air : IAsyncDisposable
{
    public Air() => Simulator = new TuyaSimulator(new SimulatorOptions
    {
        Time = Time,
        Quiet = true,
        PlainPort = Plain.Port,
        EncryptedPort = Encrypted.Port,
        ProbePort = Answers.Port,
    });

    public static IPAddress Broadcast { get; } = IPAddress.Parse("127.255.255.255");

    public ManualTime Time { get; } = new();

    public Radio Plain { get; } = new();

    public Radio Encrypted { get; } = new();

    public Radio Answers { get; } = new();

    public TuyaSimulator Simulator { get; }

    public async ValueTask DisposeAsync()
    {
        await Simulator.DisposeAsync();
        Plain.Dispose();
        Encrypted.Dispose();
        Answers.Dispose();
    }
}
