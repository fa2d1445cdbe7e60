using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TuyaActors.Hosting;
using TuyaActors.Messages;

namespace TuyaActors.Cluster.Tests;

/// <summary>One node of a <see cref="ClusterUnderTest"/>.</summary>
internal sealed class ClusterNode(IHost host, string? segment, LogLines log, CancellationToken cancellation) : IAsyncDisposable
{
    public string? Segment { get; } = segment;

    public LogLines Log { get; } = log;

    /// <summary>Whether it has left, or died.</summary>
    public bool IsGone { get; private set; }

    public ActorSystem System { get; } = host.Services.GetRequiredService<ActorSystem>();

    public Akka.Cluster.Cluster Cluster => Akka.Cluster.Cluster.Get(System);

    public Address Address => Cluster.SelfAddress;

    public ITuyaFleet Fleet => host.Services.GetRequiredService<ITuyaFleet>();

    /// <summary>Waits until it is a member of the cluster.</summary>
    public async Task UpAsync()
    {
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Cluster.RegisterOnMemberUp(() => up.TrySetResult());
        await up.Task.WaitAsync(cancellation);
        // What it tells of itself follows in a moment.
        while (!System.GetTuyaClusterStatus().IsUp)
            await Task.Yield();
    }

    /// <summary>It leaves as it should: hands over what it has, closes its sockets, and goes.</summary>
    public async Task LeaveAsync()
    {
        IsGone = true;
        await host.StopAsync(cancellation);
    }

    /// <summary>It dies: says nothing to anybody.</summary>
    public Task DieAsync()
    {
        IsGone = true;
        ((ExtendedActorSystem)System).Abort();
        return System.WhenTerminated.WaitAsync(cancellation);
    }

    /// <summary>Waits until a device looks so from here; looks again at each event, so that nothing is missed and nothing is polled.</summary>
    public async Task<DeviceSnapshot> Until(DeviceId id, Func<DeviceSnapshot, bool> looksSo)
    {
        var last = default(DeviceSnapshot);
        try
        {
            await foreach (var _ in EventsAndNow(EventFilter.Of(id)))
            {
                try
                {
                    last = await Fleet.GetDeviceAsync(id, cancellation);
                }
                catch (TuyaDeviceException)
                {
                    // Its segment cannot be reached at the moment.
                    continue;
                }

                if (last is not null && looksSo(last))
                    return last;
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"device '{id}' did not come to what the test waits for; it is: {last}\n{string.Join('\n', Log.Lines.TakeLast(60))}");
        }

        throw new InvalidOperationException("the fleet ended");
    }

    /// <summary>Waits until something of this kind is logged here.</summary>
    public Task UntilLogged(string part) => Log.UntilAsync(part, cancellation);

    public async ValueTask DisposeAsync()
    {
        if (!IsGone)
            await host.StopAsync(CancellationToken.None);
        host.Dispose();
    }

    private async IAsyncEnumerable<IDeviceEvent?> EventsAndNow(EventFilter filter)
    {
        yield return null;
        await foreach (var e in Fleet.Events(filter, cancellation))
            yield return e;
    }
}
