using System.Net;
using System.Net.Sockets;

namespace TuyaActors.Simulator.Devices;

/// <summary>
/// The one TCP connection of a device: reads into a buffer that is there only while bytes are, and writes what has been posted, in order, with one
/// write under way. Its two loops wait outside of the device's gate and do everything else inside.
/// </summary>
internal sealed class ClientConnection : IDisposable
{
    private const int ReadSize = 4096;

    /// <summary>A client that lets so much pile up behind a write under way reads no more; a real device has far less memory.</summary>
    private const int PendingLimit = 1 << 20;

    private readonly SimulatedDevice _device;
    private readonly Socket _socket;
    private readonly Conversation _conversation;
    private PooledBuffer _pending = new();
    private PooledBuffer _sending = new();
    private TaskCompletionSource? _pausing;
    private TaskCompletionSource? _flushEnded;
    private bool _isFlushing;
    private bool _closeWhenFlushed;
    private bool _resetWhenFlushed;
    private bool _isWatchingIdleness;
    private bool _isHandshaking = true;
    private long _heardAt;

    public ClientConnection(SimulatedDevice device, Socket socket)
    {
        _device = device;
        _socket = socket;
        _heardAt = device.Time.GetTimestamp();
        device.Handshakes.Enter();
        Client = ConnectionState.RemoteEnd(socket);
        _conversation = new Conversation(device, this);
        Frames = new FrameWriter(device, this, _conversation.Codec);
    }

    public EndPoint? Client { get; }

    /// <summary>Where answers and pushes go.</summary>
    public FrameWriter Frames { get; }

    /// <summary>Bytes that wait for <see cref="Flush"/>.</summary>
    public PooledBuffer Pending => _pending;

    /// <summary>Whether pushes may be sent: at once up to 3.3, after the negotiation from 3.4 on.</summary>
    public bool IsOpen => !IsClosed && _conversation.IsOpen;

    public bool IsClosed { get; private set; }

    /// <summary>Whether the client has closed its side, though the reading loop may not have come to see it.</summary>
    public bool ClientHasLeft => IsClosed || ConnectionState.ClientHasLeft(_socket);

    /// <summary>Reads until the connection ends, by whichever side.</summary>
    public async Task RunAsync()
    {
        var received = new PooledBuffer();
        try
        {
            while (await ReadAsync(received))
            {
                _device.Locked(() =>
                {
                    _heardAt = _device.Time.GetTimestamp();
                    received.Consume(IsClosed ? received.Length : _conversation.Read(received.WrittenMemory));
                });
            }
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // Reset by the client, or closed by the device: the connection ends here as it does with the end of the stream.
        }
        finally
        {
            received.Dispose();
            await EndAsync();
        }
    }

    /// <summary>Starts sending what is pending, unless that is under way. Outside of the gate.</summary>
    public void Flush()
    {
        lock (_device.Gate)
        {
            if (_isFlushing && _pending.Length > PendingLimit)
            {
                Close(reset: true);
            }

            if (IsClosed || _isFlushing || (_pending.Length == 0 && !_closeWhenFlushed))
            {
                return;
            }

            _isFlushing = true;
        }

        // Ends by itself and never faults; EndAsync waits for it.
        _ = FlushAsync();
    }

    /// <summary>Ends the connection as soon as what is pending has been sent: in order, or with a reset.</summary>
    public void CloseWhenFlushed(bool reset)
    {
        _closeWhenFlushed = true;
        _resetWhenFlushed |= reset;
    }

    /// <summary>The client has said what it opened the connection for. Inside of the gate, before the answer can be sent.</summary>
    public void EndHandshake()
    {
        if (_isHandshaking)
        {
            _isHandshaking = false;
            _device.Handshakes.Leave();
        }
    }

    /// <summary>Sees to it that the connection ends when its client says nothing, if the device is one that minds. Inside of the gate.</summary>
    public void WatchIdleness()
    {
        if (!_isWatchingIdleness && !IsClosed && _device.Faults.ClosesWhenIdleFor is var limit && limit > TimeSpan.Zero)
        {
            _isWatchingIdleness = true;
            WatchIdlenessFor(limit - _device.Time.GetElapsedTime(_heardAt));
        }
    }

    /// <summary>Closes at once: in order, or with a reset. Inside of the gate.</summary>
    public void Close(bool reset)
    {
        if (IsClosed)
        {
            return;
        }

        IsClosed = true;
        EndHandshake();
        if (reset)
        {
            ConnectionState.Reset(_socket);
        }
        else
        {
            _socket.Dispose();
        }

        _pausing?.TrySetResult();
        _device.Left(this);
    }

    /// <summary>Clears keys and gives buffers back; inside of the gate, when both loops have ended.</summary>
    public void Dispose()
    {
        _socket.Dispose();
        _pending.Dispose();
        _sending.Dispose();
        _conversation.Dispose();
    }

    private void WatchIdlenessFor(TimeSpan rest) => _device.After(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, () => _device.Locked(() =>
    {
        _isWatchingIdleness = false;
        if (_device.Faults.ClosesWhenIdleFor is var limit && limit > TimeSpan.Zero && _device.Time.GetElapsedTime(_heardAt) >= limit)
        {
            Close(reset: false);
        }

        WatchIdleness();
    }));

    private async ValueTask<bool> ReadAsync(PooledBuffer received)
    {
        if (received.Length == 0)
        {
            // Waits without a buffer: a thousand idle connections shall not hold a thousand of them.
            await _socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None);
        }

        var read = await _socket.ReceiveAsync(received.GetMemory(ReadSize), SocketFlags.None);
        received.Advance(read);
        return read > 0;
    }

    private async Task EndAsync()
    {
        var flushEnded = Task.CompletedTask;
        _device.Locked(() =>
        {
            Close(reset: false);
            if (_isFlushing)
            {
                _flushEnded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                flushEnded = _flushEnded.Task;
            }
        });
        await flushEnded;
        _device.Locked(Dispose);
    }

    private async Task FlushAsync()
    {
        try
        {
            while (TryTakePending())
            {
                await SendAsync(_sending.WrittenMemory);
            }
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            _device.Locked(() =>
            {
                Close(reset: false);
                EndFlush();
            });
        }
    }

    private bool TryTakePending()
    {
        lock (_device.Gate)
        {
            _sending.Dispose();
            if (!IsClosed && _pending.Length > 0)
            {
                (_pending, _sending) = (_sending, _pending);
                return true;
            }

            if (_closeWhenFlushed)
            {
                Close(_resetWhenFlushed);
            }

            EndFlush();
        }

        _device.RaiseActivities();
        return false;
    }

    private void EndFlush()
    {
        _isFlushing = false;
        _flushEnded?.TrySetResult();
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var faults = _device.Faults;
            var piece = faults.FragmentBytes is 0 ? bytes.Length : Math.Min(faults.FragmentBytes, bytes.Length);
            bytes = bytes[await _socket.SendAsync(bytes[..piece], SocketFlags.None)..];
            if (bytes.Length > 0 && faults is { FragmentBytes: > 0, FragmentPause: var pause } && pause > TimeSpan.Zero)
            {
                await PauseAsync(pause);
            }
        }
    }

    private Task PauseAsync(TimeSpan pause)
    {
        var pausing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_device.Gate)
        {
            if (IsClosed)
            {
                return Task.CompletedTask;
            }

            _pausing = pausing;
        }

        _device.After(pause, () => pausing.TrySetResult());
        return pausing.Task;
    }
}
