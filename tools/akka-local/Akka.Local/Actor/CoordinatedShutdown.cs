#nullable disable
using Akka.Actor.Internal;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Actor;

/// <summary>Ends a system in phases: each runs its tasks at once, and waits for them before the next one starts.</summary>
public sealed class CoordinatedShutdown : IExtension
{
    public const string PhaseBeforeServiceUnbind = "before-service-unbind";
    public const string PhaseServiceUnbind = "service-unbind";
    public const string PhaseServiceRequestsDone = "service-requests-done";
    public const string PhaseServiceStop = "service-stop";
    public const string PhaseBeforeClusterShutdown = "before-cluster-shutdown";
    public const string PhaseClusterShardingShutdownRegion = "cluster-sharding-shutdown-region";
    public const string PhaseClusterLeave = "cluster-leave";
    public const string PhaseClusterExiting = "cluster-exiting";
    public const string PhaseClusterExitingDone = "cluster-exiting-done";
    public const string PhaseClusterShutdown = "cluster-shutdown";
    public const string PhaseBeforeActorSystemTerminate = "before-actor-system-terminate";
    public const string PhaseActorSystemTerminate = "actor-system-terminate";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<(string Name, Func<Task<Done>> Run)>> _tasks = [];
    private readonly Dictionary<string, Phase> _phases;
    private readonly List<string> _order;
    private readonly ILoggingAdapter _log;
    private Task<Done> _run;

    internal CoordinatedShutdown(ExtendedActorSystem system)
    {
        System = system;
        _log = Logging.GetLogger(system, this);
        _phases = Phase.Read(system.Settings.Config.GetConfig("akka.coordinated-shutdown"));
        _order = Phase.InOrder(_phases);
        if (system.Settings.CoordinatedShutdownTerminateActorSystem)
            AddTask(PhaseActorSystemTerminate, "terminate-system", TerminateSystem);
        if (system.Settings.Config.GetBoolean("akka.coordinated-shutdown.run-by-clr-shutdown-hook", true))
            RunAtProcessExit();
    }

    internal ExtendedActorSystem System { get; }

    /// <summary>Why it runs; null until it does.</summary>
    public Reason ShutdownReason { get; private set; }

    /// <summary>What all phases may take together.</summary>
    internal TimeSpan TotalTimeout => _order.Aggregate(TimeSpan.Zero, (sum, phase) => sum + Timeout(phase));

    public static CoordinatedShutdown Get(ActorSystem sys) => (CoordinatedShutdown)sys.RegisterExtension(new CoordinatedShutdownExtension());

    internal TimeSpan Timeout(string phase) => _phases.TryGetValue(phase, out var known) ? known.Timeout : throw Unknown(phase);

    /// <exception cref="ConfigurationException">There is no such phase.</exception>
    public void AddTask(string phase, string taskName, Func<Task<Done>> task)
    {
        if (!_phases.ContainsKey(phase))
            throw new ConfigurationException(Unknown(phase).Message);
        lock (_gate)
        {
            if (!_tasks.TryGetValue(phase, out var tasks))
                _tasks.Add(phase, tasks = []);
            tasks.Add((taskName, task));
        }
    }

    /// <summary>Runs once; later calls get the same task. Fails when a phase that does not recover fails.</summary>
    public Task<Done> Run(Reason reason, string fromPhase = null)
    {
        if (fromPhase is not null && !_phases.ContainsKey(fromPhase))
            throw Unknown(fromPhase);
        TaskCompletionSource<Done> start;
        lock (_gate)
        {
            if (_run is not null)
                return _run;
            ShutdownReason = reason;
            start = new TaskCompletionSource<Done>(TaskCreationOptions.RunContinuationsAsynchronously);
            _run = start.Task;
        }

        _log.Debug("Running CoordinatedShutdown with reason [{0}]", reason);
        _ = Complete(start, fromPhase);
        return start.Task;
    }

    private static ArgumentException Unknown(string phase) =>
        new($"Unknown phase [{phase}]. All phases must be defined in configuration.");

    private async Task Complete(TaskCompletionSource<Done> outcome, string fromPhase)
    {
        try
        {
            // Not on the caller's thread, which may be an actor's.
            await Task.Run(() => RunPhases(fromPhase)).ConfigureAwait(false);
            outcome.TrySetResult(Done.Instance);
        }
        catch (Exception error)
        {
            outcome.TrySetException(error);
        }
    }

    private async Task RunPhases(string fromPhase)
    {
        foreach (var name in fromPhase is null ? _order : _order.SkipWhile(phase => phase != fromPhase))
            await RunPhase(name, _phases[name]).ConfigureAwait(false);
    }

    private async Task RunPhase(string name, Phase phase)
    {
        (string Name, Func<Task<Done>> Run)[] tasks;
        lock (_gate)
            tasks = _tasks.TryGetValue(name, out var known) ? [.. known] : [];
        if (tasks.Length == 0)
            return;
        _log.Debug("Performing phase [{0}] with [{1}] tasks.", name, tasks.Length);
        var all = Task.WhenAll(tasks.Select(task => RunTask(name, phase, task.Name, task.Run)));
        try
        {
            await all.WaitAsync(phase.Timeout).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!all.IsCompleted)
        {
            if (name == PhaseActorSystemTerminate && System.WhenTerminated.IsCompleted)
                return;
            if (!phase.Recover)
                throw new TimeoutException($"Coordinated shutdown phase [{name}] timed out after {phase.Timeout}");
            _log.Warning("Coordinated shutdown phase [{0}] timed out after {1}", name, phase.Timeout);
        }
    }

    private async Task RunTask(string phaseName, Phase phase, string taskName, Func<Task<Done>> run)
    {
        try
        {
            await run().ConfigureAwait(false);
        }
        catch (Exception error) when (phase.Recover)
        {
            _log.Warning("Task [{0}] failed in phase [{1}]: {2}", taskName, phaseName, error.Message);
        }
    }

    private async Task<Done> TerminateSystem()
    {
        await ((ActorSystemImpl)System).FinalTerminate().ConfigureAwait(false);
        return Done.Instance;
    }

    private void RunAtProcessExit()
    {
        AppDomain.CurrentDomain.ProcessExit += AtExit;
        System.RegisterOnTermination(() => AppDomain.CurrentDomain.ProcessExit -= AtExit);

        void AtExit(object sender, EventArgs e) => Run(ClrExitReason.Instance).Wait(TotalTimeout);
    }

    /// <summary>Why a system is shut down.</summary>
    public class Reason
    {
        protected Reason()
        {
        }
    }

    public class UnknownReason : Reason
    {
        public static readonly Reason Instance = new UnknownReason();

        private UnknownReason()
        {
        }
    }

    public class ActorSystemTerminateReason : Reason
    {
        internal static readonly Reason Instance = new ActorSystemTerminateReason();

        private ActorSystemTerminateReason()
        {
        }
    }

    public class ClrExitReason : Reason
    {
        public static readonly Reason Instance = new ClrExitReason();

        private ClrExitReason()
        {
        }
    }

    internal class ClusterDowningReason : Reason
    {
        public static readonly Reason Instance = new ClusterDowningReason();

        private ClusterDowningReason()
        {
        }
    }

    public class ClusterLeavingReason : Reason
    {
        public static readonly Reason Instance = new ClusterLeavingReason();

        private ClusterLeavingReason()
        {
        }
    }

    internal class ClusterJoinUnsuccessfulReason : Reason
    {
        public static readonly Reason Instance = new ClusterJoinUnsuccessfulReason();

        private ClusterJoinUnsuccessfulReason()
        {
        }
    }

    /// <summary>A phase as <c>akka.coordinated-shutdown.phases</c> describes it.</summary>
    private sealed record Phase(IReadOnlyList<string> DependsOn, TimeSpan Timeout, bool Recover)
    {
        public static Dictionary<string, Phase> Read(Config config)
        {
            var timeout = config.GetTimeSpan("default-phase-timeout", TimeSpan.FromSeconds(5), true);
            var phases = new Dictionary<string, Phase>();
            foreach (var (name, _) in config.GetConfig("phases").AsEnumerable())
            {
                var phase = config.GetConfig($"phases.{name}") ?? Config.Empty;
                phases[name] = new Phase(
                    [.. phase.GetStringList("depends-on", [])],
                    phase.GetTimeSpan("timeout", timeout, true),
                    phase.GetBoolean("recover", true));
            }

            return phases;
        }

        /// <summary>Each phase after those it depends on.</summary>
        public static List<string> InOrder(Dictionary<string, Phase> phases)
        {
            var order = new List<string>();
            var open = new HashSet<string>();
            foreach (var name in phases.Keys.Order(StringComparer.Ordinal))
                Visit(name);
            return order;

            void Visit(string name)
            {
                if (order.Contains(name))
                    return;
                if (!open.Add(name))
                    throw new ArgumentException($"Cycle detected in the graph of phases; it must be a DAG: phase [{name}] depends transitively on itself.");
                var phase = phases.GetValueOrDefault(name);
                foreach (var before in phase?.DependsOn ?? [])
                    Visit(before);
                open.Remove(name);
                if (phase is not null)
                    order.Add(name);
            }
        }
    }
}

internal sealed class CoordinatedShutdownExtension : ExtensionIdProvider<CoordinatedShutdown>
{
    public override CoordinatedShutdown CreateExtension(ExtendedActorSystem system) => new(system);
}
