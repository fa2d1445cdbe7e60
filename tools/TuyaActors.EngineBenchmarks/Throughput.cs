using System.Diagnostics;
using Akka.Actor;

namespace TuyaActors.EngineBenchmarks;

/// <summary>Messages and asks in a second.</summary>
internal static class Throughput
{
    private const int Pairs = 32;
    private const int Askers = 64;

    public static IEnumerable<(string Name, Func<ActorSystem, int, Task<double>> Run)> All =>
    [
        ("tell, one sender", (system, load) => Tell(system, 1, load)),
        ("tell, eight senders", (system, load) => Tell(system, 8, load)),
        ("ping-pong, one pair", (system, load) => PingPong(system, 1, load / 8)),
        ("ping-pong, 32 pairs", (system, load) => PingPong(system, Pairs, load / 2)),
        ("ask, one at a time", (system, load) => Ask(system, 1, load / 32)),
        ("ask, 64 at a time", (system, load) => Ask(system, Askers, load / 8)),
    ];

    /// <summary>Senders outside of actors fill the mailbox of one that only counts.</summary>
    private static async Task<double> Tell(ActorSystem system, int senders, int messages)
    {
        var each = messages / senders;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var counter = system.ActorOf(Props.Create(() => new Counter(each * senders, done)));
        var since = Stopwatch.GetTimestamp();
        var telling = Enumerable.Range(0, senders).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < each; i++)
                counter.Tell(Note.Instance, ActorRefs.NoSender);
        }));
        await Task.WhenAll(telling);
        await done.Task;
        return await PerSecond(each * senders, since, counter);
    }

    /// <summary>One message in each pair is always on its way: each costs a turn of an actor.</summary>
    private static async Task<double> PingPong(ActorSystem system, int pairs, int messages)
    {
        var rounds = messages / pairs / 2;
        using var done = new CountdownEvent(pairs);
        var echoes = Enumerable.Range(0, pairs).Select(_ => system.ActorOf(Props.Create(() => new Echo()))).ToArray();
        var pingers = echoes.Select(echo => system.ActorOf(Props.Create(() => new Pinger(echo, rounds, done)))).ToArray();
        var since = Stopwatch.GetTimestamp();
        foreach (var pinger in pingers)
            pinger.Tell(Note.Instance, ActorRefs.NoSender);
        await Task.Run(done.Wait);
        return await PerSecond(rounds * 2 * pairs, since, [.. echoes, .. pingers]);
    }

    /// <summary>With a deadline, as everywhere in the product.</summary>
    private static async Task<double> Ask(ActorSystem system, int askers, int asks)
    {
        var each = asks / askers;
        var echo = system.ActorOf(Props.Create(() => new Echo()));
        var since = Stopwatch.GetTimestamp();
        var asking = Enumerable.Range(0, askers).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < each; i++)
                await echo.Ask<Note>(Note.Instance, TimeSpan.FromSeconds(30));
        }));
        await Task.WhenAll(asking);
        return await PerSecond(each * askers, since, echo);
    }

    private static async Task<double> PerSecond(int messages, long since, params IActorRef[] actors)
    {
        var speed = messages / Stopwatch.GetElapsedTime(since).TotalSeconds;
        await Task.WhenAll(actors.Select(actor => actor.GracefulStop(TimeSpan.FromSeconds(30))));
        return speed;
    }
}
