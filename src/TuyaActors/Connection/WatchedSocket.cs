using System.Net;
using System.Net.Sockets;
using Akka.Actor;

namespace TuyaActors.Connection;

/// <summary>A socket whose events the <see cref="SocketWatch"/> tells: while it waits it holds no memory for that, and a message costs one call of the system.</summary>
internal sealed class WatchedSocket(SocketWatch watch, IPEndPoint endPoint, IActorRef owner) : DeviceSocket(endPoint, owner), IWatched
{
    private const Readiness End = Readiness.Broken | Readiness.HungUp | Readiness.PeerEnded;

    private enum Phase
    {
        Connecting,
        Connected,
        Failed,
    }

    private volatile Phase _phase;
    private volatile bool _hasEnded;
    private volatile bool _wantsToSend;
    private int _isTold;
    private byte[] _unsent = [];
    private ulong? _mark;

    protected override bool HasConnected => _phase == Phase.Connected;

    public override void Connect()
    {
        Socket.Blocking = false;
        try
        {
            Socket.Connect(EndPoint);
        }
        catch (SocketException begun) when (begun.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // As it is meant. How it ends is an event; where it has ended already, that is one, too.
        }
        catch (SocketException refused)
        {
            _phase = Phase.Failed;
            Tell(new ConnectFailed(refused));
            return;
        }

        _mark = watch.Add(Socket, this);
    }

    public override void BeginReading() => Interlocked.Exchange(ref _isTold, 0);

    // With less than there was room for, all had been read; unless the end follows, which is told of once, together with what came before it.
    public override bool IsDrained(int? received, int room) => received is null || (received < room && !_hasEnded);

    public override void AwaitReadable()
    {
        // It is told of anyway.
    }

    public override void Send(ReadOnlySpan<byte> bytes)
    {
        if (_unsent.Length == 0)
        {
            bytes = bytes[SendNow(bytes)..];
            if (bytes.IsEmpty)
                return;
        }

        _unsent = [.. _unsent, .. bytes];
        GoOn();
    }

    public override void GoOn()
    {
        // First said, then tried: so the event that follows a full socket finds somebody who waits for it.
        _wantsToSend = true;
        while (_unsent.Length > 0 && SendNow(_unsent) is var sent && sent > 0)
            _unsent = _unsent[sent..];
        _wantsToSend = _unsent.Length > 0;
    }

    public void Happened(Readiness what)
    {
        if (_phase == Phase.Connecting)
        {
            // Two events of one socket may come to two threads; the second waits until the owner has been told of the first.
            lock (Socket)
                EndConnecting();
        }

        if (_phase != Phase.Connected)
            return;
        if ((what & End) != 0)
            _hasEnded = true;
        if (_wantsToSend && (what & Readiness.Writable) != 0)
            Tell(Writable.Instance);
        if ((what & (End | Readiness.Readable)) != 0 && Interlocked.Exchange(ref _isTold, 1) == 0)
            Tell(Readable.Instance);
    }

    public override void Dispose()
    {
        if (_mark is { } mark)
            watch.Remove(Socket, mark);
        _mark = null;
        base.Dispose();
    }

    private void EndConnecting()
    {
        if (_phase != Phase.Connecting)
            return;
        try
        {
            var error = (SocketError)(int)Socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
            // First told, then noted: whoever finds it noted tells what comes behind it.
            Tell(error == SocketError.Success ? Connected.Instance : new ConnectFailed(new SocketException((int)error)));
            _phase = error == SocketError.Success ? Phase.Connected : Phase.Failed;
        }
        catch (Exception gone) when (gone is ObjectDisposedException or SocketException)
        {
            // Its owner has given it up meanwhile.
            _phase = Phase.Failed;
        }
    }

    private int SendNow(ReadOnlySpan<byte> bytes)
    {
        var sent = Socket.Send(bytes, SocketFlags.None, out var error);
        return error switch
        {
            SocketError.Success => sent,
            SocketError.WouldBlock => 0,
            _ => throw new SocketException((int)error),
        };
    }
}
