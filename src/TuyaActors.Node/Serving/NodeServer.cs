using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Configuration;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Serilog.Core;
using Spectre.Console;
using TuyaActors.Hosting;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Clustering;
using TuyaActors.Node.Http;
using TuyaActors.Node.Logging;
using TuyaActors.Node.Running;
using TuyaActors.Node.Screen;
using TuyaActors.Node.Simulation;
using TuyaActors.Simulator;

namespace TuyaActors.Node.Serving;

/// <summary>One node's life: simulator, fleet, HTTP face and screen up, and down again.</summary>
internal sealed class NodeServer(CommandEnvironment environment, ServeSettings settings)
{
    // Closing sockets takes milliseconds; what hangs longer than this must not keep the process alive.
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(3);

    private readonly ScreenLog _lines = new();

    private ClusterSettings? Cluster => settings.Hocon.Cluster;

    private TimeSpan StopWithin => Cluster is null ? StopLimit : ClusterSettings.StopLimit;

    /// <summary>Runs until the end is asked for.</summary>
    /// <exception cref="UsageException">A port or an address cannot be had.</exception>
    public async Task<int> RunAsync(CancellationToken end)
    {
        var console = environment.IsTerminal && !settings.Plain ? AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(environment.Out) }) : null;
        if (console is { Profile.Capabilities: { Ansi: false } or { Interactive: false } })
        {
            console = null;
        }

        await using var logger = (console, environment.IsTerminal) switch
        {
            (not null, _) => LogSetup.ForLines(settings.Verbose, _lines.Write),
            (null, true) => LogSetup.ForConsole(settings.Verbose),
            (null, false) => LogSetup.ForLines(settings.Verbose, (_, line) => environment.TryWriteLine(line)),
        };
        try
        {
            return await RunAsync(logger, console, end);
        }
        finally
        {
            WriteLinesLeft();
        }
    }

    private async Task<int> RunAsync(Logger logger, IAnsiConsole? console, CancellationToken end)
    {
        logger.Information("{Program}; {Engine}", VersionAction.Sentence, AkkaEngineInfo.Sentence);
        foreach (var warning in settings.Warnings)
        {
            logger.Warning("{Warning}", warning);
        }

        if (ProgramFiles.NodeWarning(environment.FileLimit) is { } fewFiles)
        {
            logger.Warning("{Warning}", fewFiles);
        }

        ProgramFiles.RequireForNode(environment.FileLimit, settings.Simulate);
        var storage = NodeStorage.Check(settings.Hocon.Settings.Persistence);
        var import = new DevicesImport(settings.Devices, settings.Strict, logger, environment.Error);
        if (!storage.MayKnowDevices)
        {
            import.Check();
        }

        RequireFreePorts();
        if (Cluster is not null)
        {
            await ClusterPort.RequireFreeAsync(Cluster, settings.Hocon.Config, end);
        }

        await using var simulation = await StartSimulationAsync(logger, end);
        if (simulation is not null)
        {
            logger.Information("{Simulation}", simulation.Sentence);
        }

        var app = Build(logger, simulation);
        await using (app)
        {
            await StartAsync(app, end);
            var fleet = app.Services.GetRequiredService<ITuyaFleet>();
            var life = Cluster is null ? null : new ClusterLife(Cluster, app.Services, logger);
            if (life is not null && !await JoinAsync(life, app, end))
            {
                return ExitCode.Failed;
            }

            await storage.TellAsync(logger, fleet, Cluster, end);
            await ImportAsync(import, fleet, app, end);
            // Asked before the node says that it is there: from then on an end is no failure.
            var hasDevices = !(await fleet.GetDefinitionsAsync(null, end)).IsEmpty;
            var url = ServedAt.BestOf(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses);
            NodeStorage.Announce(app.Services.GetRequiredService<ActorSystem>(), url);
            logger.Information("the page is at {Page}, the API at {Api}", $"{url}/", $"{url}/api/devices");
            foreach (var there in ServedAt.ByOthers(settings.Listen, new Uri(url).Port, settings.Access.Machine))
            {
                logger.Information("other machines reach the page at {Page}, and are asked for the token", there);
            }

            if (!hasDevices && simulation is null)
            {
                logger.Information("the fleet has no devices: 'tuyactors devices import FILE' takes some in, --simulate N makes some; 'tuyactors scan' shows what announces itself");
            }

            var isLost = !await StayAsync(app, console, url, end);
            logger.Information("{Ending}", life?.Ending ?? "ending: closing all connections");
            if (!await StopAsync(app) && life is not null)
            {
                logger.Warning("not all is handed over after {Limit:0} s; the others take it when they miss this node", StopWithin.TotalSeconds);
            }

            if (isLost)
            {
                logger.Error("this node was taken out of the cluster, because the others could not reach it or had become a cluster of their own, and ends; started anew it joins them again");
                return ExitCode.Failed;
            }
        }

        logger.Information("ended");
        return ExitCode.Ok;
    }

    private async Task<bool> JoinAsync(ClusterLife life, WebApplication app, CancellationToken end)
    {
        try
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(end, app.Lifetime.ApplicationStopping);
            await life.JoinAsync(over.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            await StopAsync(app);
            return false;
        }
    }

    /// <summary>Stays until the end is asked for, or the actor system ends by itself, as that of a node does that its cluster has given up: false then.</summary>
    private async Task<bool> StayAsync(WebApplication app, IAnsiConsole? console, string url, CancellationToken end)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(end, app.Lifetime.ApplicationStopping);
        if (console is not null)
        {
            var fleet = app.Services.GetRequiredService<ITuyaFleet>();
            await new LiveScreen(console, _lines, fleet, new FleetViewer(AkkaEngineInfo.Sentence, url), environment.Time).RunAsync(over.Token);
        }
        else
        {
            var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = over.Token.Register(ended.SetResult);
            await ended.Task;
        }

        return end.IsCancellationRequested;
    }

    private WebApplication Build(Logger logger, NodeSimulation? simulation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "tuyactors" });
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        builder.ConfigureNodeHttp(settings.Listen, settings.Access);
        builder.Logging.AddNodeLog(logger);
        builder.Services.AddSingleton<IHostLifetime, NoSignalsLifetime>();
        builder.Services.AddSingleton(environment.Time);
        builder.Services.AddSingleton(new NodeFacts(environment.Time.GetUtcNow(), simulation is not null));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopWithin);
        builder.Services.AddNodeFleet(Setup(simulation));
        builder.Services.AddHostedService<OnlineMilestone>();
        var app = builder.Build();
        app.UseNodeHttp();
        if (simulation is not null)
        {
            app.MapSimulation(simulation);
        }

        return app;
    }

    private FleetSetup Setup(NodeSimulation? simulation) => new()
    {
        Devices = simulation?.Definitions ?? [],
        // Without devices of its own a node has no business on the real network.
        BroadcastAddresses = simulation is not null && settings is { Devices: null } ? [simulation.BroadcastAddress] : [],
        Hocon = settings.Hocon,
        Verbose = settings.Verbose,
    };

    private async Task ImportAsync(DevicesImport import, ITuyaFleet fleet, WebApplication app, CancellationToken end)
    {
        try
        {
            await import.RunAsync(fleet, end);
        }
        catch (UsageException)
        {
            await StopAsync(app);
            throw;
        }
    }

    private async Task<NodeSimulation?> StartSimulationAsync(Logger logger, CancellationToken end) => settings.Simulate == 0
        ? null
        : await NodeSimulation.StartAsync(
            new TuyaSimulator(),
            settings.Simulate,
            settings.SimulateSeed,
            settings.SimulateBase,
            settings.Faults,
            sentence => logger.Warning("{Option}: {Problem}", FaultsFile.Option, sentence),
            end);

    private void RequireFreePorts()
    {
        // The server would find out too, but only after the fleet has connected to every device.
        foreach (var (address, port) in settings.Listen)
        {
            try
            {
                using var probe = new TcpListener(address, port);
                // As the server does it: everywhere is everywhere in IPv4 too.
                if (address.Equals(IPAddress.IPv6Any))
                {
                    probe.Server.DualMode = true;
                }

                probe.Start();
            }
            catch (SocketException taken)
            {
                throw Refusal(new ListenAddress(address, port).Url, taken);
            }
        }
    }

    private async Task StartAsync(WebApplication app, CancellationToken end)
    {
        try
        {
            await app.StartAsync(end);
        }
        catch (IOException failed) when (failed.InnerException is { } cause)
        {
            await StopAsync(app);
            throw Refusal("the address", cause as SocketException ?? cause.InnerException as SocketException);
        }
        catch (Exception failed) when (StorageTrouble.In(failed) is { } trouble)
        {
            await StopAsync(app);
            throw trouble;
        }
        catch (ConfigurationException refused) when (settings.Hocon.File is not null)
        {
            // Of the actor system: it asks for what this build does not have, for one.
            throw new UsageException($"--config: {refused.Message}");
        }
    }

    private static UsageException Refusal(string url, SocketException? cause) => new(cause?.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse or null => $"--urls: {url} is in use by another program (another tuyactors?); give another port, such as --urls http://127.0.0.1:8378.",
        SocketError.AccessDenied => $"--urls: {url} is a port that only an administrator may use; give one above 1023.",
        _ => $"--urls: {url} cannot be listened on: {cause.Message}",
    });

    private async Task<bool> StopAsync(WebApplication app)
    {
        using var limit = new CancellationTokenSource(StopWithin);
        try
        {
            await app.StopAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // The process ends with its sockets in any case.
            return false;
        }
    }

    private void WriteLinesLeft()
    {
        while (_lines.TryTake(out var line))
        {
            environment.TryWriteLine(line.Text);
        }
    }
}
