using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TuyaActors.Connection;

/// <summary>What has happened at a socket, in Linux' words.</summary>
[Flags]
internal enum Readiness : uint
{
    /// <summary>Bytes have come (EPOLLIN).</summary>
    Readable = 0x1,

    /// <summary>Bytes can be sent again (EPOLLOUT).</summary>
    Writable = 0x4,

    /// <summary>It is broken (EPOLLERR).</summary>
    Broken = 0x8,

    /// <summary>Both sides have ended (EPOLLHUP).</summary>
    HungUp = 0x10,

    /// <summary>The peer sends no more (EPOLLRDHUP).</summary>
    PeerEnded = 0x2000,
}

/// <summary>Linux' epoll, and no more of it than is needed: edge-triggered, each socket told of once for all that happens there.</summary>
internal sealed class Epoll : SafeHandleZeroOrMinusOneIsInvalid
{
    private const int CloseOnExec = 0x80000;
    private const int Add = 1;
    private const int Delete = 2;
    private const uint EdgeTriggered = 1u << 31;
    private const uint All = (uint)(Readiness.Readable | Readiness.Writable | Readiness.PeerEnded) | EdgeTriggered;

    // struct epoll_event is packed on x64, and only there.
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int EventSize = DataOffset + sizeof(ulong);

    private Epoll(int descriptor)
        : base(ownsHandle: true) => SetHandle(descriptor);

    /// <summary>A new one; null where the system has none.</summary>
    public static Epoll? TryCreate()
    {
        if (!OperatingSystem.IsLinux() || !BitConverter.IsLittleEndian)
            return null;
        try
        {
            var descriptor = EpollCreate1(CloseOnExec);
            return descriptor < 0 ? null : new Epoll(descriptor);
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Tells what happens at a socket from now on, and what has happened already, with the given mark.</summary>
    /// <exception cref="IOException">The system refuses.</exception>
    public void Watch(SafeHandle socket, ulong mark)
    {
        Span<byte> request = stackalloc byte[EventSize];
        BinaryPrimitives.WriteUInt32LittleEndian(request, All);
        BinaryPrimitives.WriteUInt64LittleEndian(request[DataOffset..], mark);
        if (EpollCtl(this, Add, socket, ref MemoryMarshal.GetReference(request)) != 0)
            throw new IOException($"the system does not watch another socket: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>Tells nothing of it any more, but for what is on its way.</summary>
    public void Leave(SafeHandle socket)
    {
        Span<byte> request = stackalloc byte[EventSize];
        _ = EpollCtl(this, Delete, socket, ref MemoryMarshal.GetReference(request));
    }

    /// <summary>Room for so many events.</summary>
    public static byte[] Room(int events) => new byte[events * EventSize];

    /// <summary>However long it takes.</summary>
    public static readonly TimeSpan Forever = TimeSpan.FromMilliseconds(-1);

    /// <summary>Waits until something happens, or for so long; answers how many events are in the room.</summary>
    public int Wait(byte[] room, TimeSpan time)
    {
        int count;
        do
            count = EpollWait(this, ref MemoryMarshal.GetArrayDataReference(room), room.Length / EventSize, (int)time.TotalMilliseconds);
        while (count < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        return count;
    }

    /// <summary>One of them.</summary>
    public static (Readiness What, ulong Mark) Read(byte[] room, int index)
    {
        var e = room.AsSpan(index * EventSize, EventSize);
        return ((Readiness)BinaryPrimitives.ReadUInt32LittleEndian(e), BinaryPrimitives.ReadUInt64LittleEndian(e[DataOffset..]));
    }

    protected override bool ReleaseHandle() => Close((int)handle) == 0;

    private const int Interrupted = 4;

    [DllImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static extern int EpollCreate1(int flags);

    [DllImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static extern int EpollCtl(Epoll epoll, int operation, SafeHandle socket, ref byte request);

    [DllImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    private static extern int EpollWait(Epoll epoll, ref byte events, int most, int timeout);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);
}
