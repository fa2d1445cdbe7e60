using System.Net;
using System.Net.Sockets;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Simulator;
using TuyaActors.Simulator.Profiles;

namespace TuyaActors.EndToEnd;

/// <summary>For each diagnosis a device that gives reason for it, and what an operator then reads.</summary>
public sealed class DiagnosisSpecs
{
    private static readonly LocalKey OtherKey = LocalKey.Parse("another-key-1234");

    private static readonly Dictionary<DiagnosisKind, Case> Cases = new()
    {
        // Of 3.3: a younger one answers when it is asked who is there.
        [DiagnosisKind.Unresolved] = new("never been seen", 905) { Version = ProtocolVersion.V33, ByBroadcast = true, Faults = new DeviceFaults { Unannounced = true } },
        [DiagnosisKind.Unreachable] = new("Nothing answers", 901) { Address = Deaf.EndPoint, Hocon = "tuya.connection.connect-timeout = 300ms" },
        [DiagnosisKind.Refused] = new("nothing listens", 901) { Trouble = (_, device) => device.Kill() },
        [DiagnosisKind.ResetOnConnect] = new("another client", 901) { Faults = new DeviceFaults { ResetOnConnect = true } },
        [DiagnosisKind.SilentAfterConnect] = new("then says nothing", 902) { Faults = new DeviceFaults { Silent = true }, Hocon = "tuya.connection.greeting-timeout = 300ms" },
        [DiagnosisKind.KeyRejected] = new("fetch the new key", 914) { Define = d => d with { Key = OtherKey } },
        [DiagnosisKind.VersionMismatch] = new("set the version to 'auto'", 914) { ByBroadcast = true, Version = ProtocolVersion.V35, Define = d => d with { Version = ProtocolVersion.V34 } },
        [DiagnosisKind.ProtocolError] = new("cannot be read", 904)
        {
            Trouble = (_, device) => device.Faults = new DeviceFaults { Garbage = 1, CorruptFrames = 1 },
        },
        [DiagnosisKind.Unresponsive] = new("stopped answering", 902)
        {
            Trouble = (_, device) => device.Faults = new DeviceFaults { Silent = true },
            Hocon = "tuya.connection { heartbeat-interval = 100ms, heartbeat-timeout = 200ms }",
        },
        [DiagnosisKind.Asleep] = new("when it wakes", 905) { Define = d => d with { Mode = ConnectionMode.Battery } },
        [DiagnosisKind.Wedged] = new("power-cycle it", 914)
        {
            Trouble = (_, device) =>
            {
                device.Faults = new DeviceFaults { Wedged = true };
                device.DropConnection();
            },
        },
        [DiagnosisKind.OutOfReach] = new("by radio", 905)
        {
            Profile = DeviceProfile.Gateway,
            Trouble = (_, device) => device.SubDevices[0].IsOnline = false,
            IsOfChild = true,
        },
    };

    // But for that of a segment without nodes: tests/TuyaActors.Cluster.Tests gives reason for it.
    public static TheoryData<DiagnosisKind> Kinds => [.. Enum.GetValues<DiagnosisKind>().Where(kind => kind != DiagnosisKind.Unhosted)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Should_be_told_with_what_to_do_about_it(DiagnosisKind kind)
    {
        Assert.True(Cases.TryGetValue(kind, out var what), $"nobody gives reason for {kind}");
        await using var test = await FleetUnderTest.StartAsync(
            [
                new SimulatedDeviceOptions
                {
                    Version = what.Version,
                    Profile = what.Profile,
                    Faults = what.Faults,
                    SubDevices = what.IsOfChild ? [new SimulatedSubDeviceOptions { Profile = DeviceProfile.Plug }] : [],
                },
            ],
            byBroadcast: what.ByBroadcast,
            define: (_, d) => what.Define(what.Address is { } there ? d with { Address = there.Address, Port = there.Port } : d),
            hocon: what.Hocon);
        var device = test.Simulator.Devices[0];
        var id = new DeviceId(what.IsOfChild ? device.SubDevices[0].Id : device.Id);
        if (what.Trouble is not null)
        {
            await test.UntilOnline(device);
            await test.Until(id, d => d.State == DeviceState.Online);
            what.Trouble(test, device);
        }

        var seen = await test.Until(id, d => d.Diagnosis?.Kind == kind);

        Assert.Contains(what.Words, seen.Diagnosis!.Sentence, StringComparison.Ordinal);
        Assert.Equal(what.TinytuyaCode, seen.Diagnosis.TinytuyaCode);
        Assert.False(seen.State.IsWell());
        Assert.True(seen.Stale);
    }

    private sealed record Case(string Words, int TinytuyaCode)
    {
        public ProtocolVersion Version { get; init; } = ProtocolVersion.V34;

        public DeviceProfile Profile { get; init; } = DeviceProfile.Plug;

        public DeviceFaults Faults { get; init; } = DeviceFaults.None;

        public bool ByBroadcast { get; init; }

        public IPEndPoint? Address { get; init; }

        public bool IsOfChild { get; init; }

        public string Hocon { get; init; } = "";

        public Func<DeviceDefinition, DeviceDefinition> Define { get; init; } = d => d;

        public Action<FleetUnderTest, SimulatedDevice>? Trouble { get; init; }
    }

    /// <summary>A port that takes no notice of anybody: its queue of connections is full.</summary>
    private static class Deaf
    {
        private static readonly List<Socket> Queue = [];

        public static IPEndPoint EndPoint { get; } = Open();

        private static IPEndPoint Open()
        {
            var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            listener.Listen(0);
            Queue.Add(listener);
            for (var i = 0; i < 4; i++)
            {
                // Those that find room connect; the rest wait for ever.
                var caller = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
                Queue.Add(caller);
                try
                {
                    caller.Connect(listener.LocalEndPoint!);
                }
                catch (SocketException underWay) when (underWay.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
                {
                    // As it is meant to be.
                }
            }

            return (IPEndPoint)listener.LocalEndPoint!;
        }
    }
}
