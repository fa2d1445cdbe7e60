using System.Diagnostics;
using TuyaActors.Benchmarks.Clients;
using TuyaActors.Benchmarks.Farm;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Benchmarks.Peers;

/// <summary>The fleet, or the bare client, as the scripts in tools/peers are: asked line by line.</summary>
internal sealed class PeerHost(bool bare) : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    private IClient? _many;
    private int _devices;
    private BareConnection? _connection;
    private FleetClient? _fleet;
    private DeviceId _id;
    private bool _on;

    public async Task RunAsync(TextReader input, TextWriter output)
    {
        Say(new PeerAnswer { Name = bare ? "bare client" : "fleet" });
        while (await ReadLineAsync(input) is { } line)
            Say(await AnswerAsync(PeerRequest.FromLine(line)));

        void Say(PeerAnswer answer)
        {
            output.WriteLine(answer.ToLine());
            output.Flush();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _connection?.Dispose();
        if (_fleet is not null)
            await _fleet.DisposeAsync();
        if (_many is not null)
            await _many.DisposeAsync();
    }

    // The console blocks whoever reads of it: not a thread of the pool, which has no more of them than there are cores.
    private static Task<string?> ReadLineAsync(TextReader input) =>
        Task.Factory.StartNew(input.ReadLine, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private async Task<PeerAnswer> AnswerAsync(PeerRequest request) => request.Do switch
    {
        PeerRequest.Connect when request.One => await ConnectOneAsync(request.Devices[0].ToDevice()),
        PeerRequest.Connect => await ConnectAsync([.. request.Devices.Select(target => target.ToDevice())], TimeSpan.FromSeconds(request.Seconds)),
        PeerRequest.Count => await CountAsync(),
        PeerRequest.Status => await TimeAsync(request, StatusAsync),
        PeerRequest.Set => await TimeAsync(request, SetAsync),
        _ => new PeerAnswer { Failed = $"'{request.Do}' is not understood" },
    };

    private async Task<PeerAnswer> ConnectAsync(IReadOnlyList<BareDevice> devices, TimeSpan patience)
    {
        var watch = Stopwatch.StartNew();
        _devices = devices.Count;
        _many = bare ? new BareClient() : new FleetClient();
        await _many.StartAsync(devices);
        int online;
        while ((online = await _many.CountOnlineAsync()) < devices.Count && watch.Elapsed < patience)
            await Task.Delay(Look);
        return new PeerAnswer { Connected = online };
    }

    private async Task<PeerAnswer> CountAsync() => new()
    {
        Pushes = _many!.Reports,
        Lost = _devices - await _many.CountOnlineAsync(),
        Error = _many.Missed > 0 ? $"the subscriber has missed {_many.Missed}" : null,
    };

    private async Task<PeerAnswer> ConnectOneAsync(BareDevice device)
    {
        if (bare)
        {
            _connection = new BareConnection(device);
            await _connection.ConnectAsync();
        }
        else
        {
            _fleet = new FleetClient();
            _id = new DeviceId(device.Id);
            await _fleet.StartAsync([device]);
            while (await _fleet.CountOnlineAsync() != 1)
                await Task.Delay(Look);
        }

        await StatusAsync();
        return new PeerAnswer { Connected = 1 };
    }

    private async Task StatusAsync()
    {
        if (_connection is not null)
            await _connection.QueryAsync();
        else
            Require(await _fleet!.Fleet.RefreshAsync(_id));
    }

    private async Task SetAsync()
    {
        _on = !_on;
        var value = DpSet.Of((FarmSpec.SwitchDp, _on));
        if (_connection is not null)
            await _connection.SetAsync(value);
        else
            Require(await _fleet!.Fleet.SetDpsAsync(_id, value));
    }

    private static async Task<PeerAnswer> TimeAsync(PeerRequest request, Func<Task> action)
    {
        var took = new List<double>(request.Times);
        var watch = Stopwatch.StartNew();
        try
        {
            while (took.Count < request.Times && watch.Elapsed.TotalSeconds < request.Seconds)
            {
                var began = Stopwatch.GetTimestamp();
                await action();
                took.Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds);
            }
        }
        catch (Exception broken) when (broken is InvalidOperationException or IOException or System.Net.Sockets.SocketException)
        {
            return new PeerAnswer { Took = took, Failed = broken.Message };
        }

        return new PeerAnswer { Took = took };
    }

    private static void Require(CommandOutcome outcome)
    {
        if (outcome is not CommandOutcome.Confirmed)
            throw new InvalidOperationException(outcome.Sentence);
    }
}
