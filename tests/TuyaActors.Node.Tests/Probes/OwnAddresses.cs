using System.Net;

namespace TuyaActors.Node.Tests.Probes;

/// <summary>Loopback addresses for simulated devices, which all listen on port 6668: of one test class and of this process, so that two runs beside each other do not meet.</summary>
internal static class OwnAddresses
{
    /// <summary>An address of a block of 255.</summary>
    /// <param name="block">1 to 100, one for each test that listens.</param>
    /// <param name="number">1 to 254.</param>
    public static IPAddress Of(int block, int number) => new([127, (byte)(100 + block), (byte)Environment.ProcessId, (byte)number]);
}
