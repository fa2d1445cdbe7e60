using System.Net;
using System.Net.Sockets;
using TuyaActors.Simulator.Fleet;

namespace TuyaActors.Simulator.Devices;

/// <summary>The listening socket of a device, and the rule that one client is enough. Inside of the gate, but for the accepting loop's waits.</summary>
internal sealed class DeviceListener(SimulatedDevice device, IPAddress address, int port)
{
    private const int Backlog = 16;

    /// <summary>Out of file handles: nobody gains from trying again at once. In real time, because it is the machine that has to recover.</summary>
    private static readonly TimeSpan AcceptRetry = TimeSpan.FromMilliseconds(100);

    private readonly List<Task> _running = [];
    private Socket? _socket;

    public IPEndPoint EndPoint { get; private set; } = new(address, port);

    public bool IsOpen => _socket is not null;

    public ClientConnection? Client { get; private set; }

    /// <exception cref="SimulatorException">The address or the port cannot be had.</exception>
    public void Open()
    {
        if (_socket is null)
        {
            Accept(Bind(EndPoint));
        }
    }

    /// <summary>Stops listening and resets the connection.</summary>
    public void Close()
    {
        _socket?.Dispose();
        _socket = null;
        Client?.Close(reset: true);
    }

    public void MoveTo(IPAddress address)
    {
        var there = new IPEndPoint(address, EndPoint.Port);
        if (_socket is null)
        {
            EndPoint = there;
            return;
        }

        var socket = Bind(there);
        Close();
        Accept(socket);
    }

    /// <summary>Moves so many addresses further on, or back.</summary>
    /// <exception cref="SimulatorException">There is no such address, or it cannot be had.</exception>
    public void Shift(int by)
    {
        if (by != 0)
        {
            MoveTo(DeviceAddresses.Shifted(EndPoint.Address, by));
        }
    }

    public void Left(ClientConnection client)
    {
        if (Client == client)
        {
            Client = null;
        }

        device.Happened(new DeviceActivity.ClientLeft(device));
    }

    public Task StoppedAsync()
    {
        lock (device.Gate)
        {
            return Task.WhenAll(_running);
        }
    }

    private Socket Bind(IPEndPoint wanted)
    {
        var socket = new Socket(wanted.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(wanted);
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException refused)
        {
            socket.Dispose();
            throw new SimulatorException(BindRefusal.Sentence($"The simulated device {device.Name}", "listen", wanted, refused), refused);
        }
    }

    private void Accept(Socket socket)
    {
        _socket = socket;
        EndPoint = (IPEndPoint)socket.LocalEndPoint!;
        Run(() => AcceptAsync(socket));
    }

    private void Run(Func<Task> loop)
    {
        _running.RemoveAll(task => task.IsCompletedSuccessfully);

        // On another thread: whatever a loop does before its first wait would be done inside of the gate.
        _running.Add(Task.Run(loop));
    }

    private async Task AcceptAsync(Socket socket)
    {
        while (true)
        {
            try
            {
                var client = await socket.AcceptAsync();
                device.Locked(() => Admit(socket, client));
            }
            catch (Exception closed) when (closed is ObjectDisposedException or SocketException { SocketErrorCode: SocketError.OperationAborted })
            {
                return;
            }
            catch (SocketException passing) when (passing.SocketErrorCode is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable)
            {
                await Task.Delay(AcceptRetry);
            }
            catch (SocketException)
            {
                // The client went away between connecting and being accepted: the next one, please.
            }
        }
    }

    private void Admit(Socket listener, Socket socket)
    {
        if (_socket != listener)
        {
            ConnectionState.Reset(socket);
            return;
        }

        if (Client is { ClientHasLeft: true })
        {
            Client.Close(reset: true);
        }

        Count(socket);
        if (device.Faults.ResetOnConnect)
        {
            ConnectionState.Reset(socket);
            return;
        }

        if (Client is not null)
        {
            device.Tally.Rejected++;
            device.Happened(new DeviceActivity.ClientRejected(device, ConnectionState.RemoteEnd(socket)));
            ConnectionState.Reset(socket);
            return;
        }

        socket.NoDelay = true;
        var client = Client = new ClientConnection(device, socket);
        device.Tally.Connections++;
        device.Happened(new DeviceActivity.ClientConnected(device, client.Client));
        client.WatchIdleness();
        Run(client.RunAsync);
    }

    private void Count(Socket newcomer)
    {
        var so = device.Tally.Clients;
        Volatile.Write(
            ref device.Tally.Clients,
            Client is { } holder ? so.WithDouble(new DoubleConnection(device.Time.GetUtcNow(), holder.Client, ConnectionState.RemoteEnd(newcomer))) : so.WithOneMore());
    }
}
