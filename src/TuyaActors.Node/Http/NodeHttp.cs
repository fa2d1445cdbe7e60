using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using TuyaActors.Hosting;
using TuyaActors.Node.Definitions;
using TuyaActors.Node.Http.Access;
using TuyaActors.Node.Live;
using TuyaActors.Node.Metrics;

namespace TuyaActors.Node.Http;

/// <summary>The HTTP face: how the server listens, and what it answers.</summary>
internal static class NodeHttp
{
    /// <summary>Listens on these addresses, and takes only what the API needs.</summary>
    public static void ConfigureNodeHttp(this WebApplicationBuilder builder, IReadOnlyList<ListenAddress> addresses, NodeAccess? access = null)
    {
        access ??= new NodeAccess();
        builder.Services.AddNodeSafety(access, addresses);
        builder.Services.AddSingleton<IDefinitionDesk>(services => new DefinitionDesk(new FleetDefinitions(services.GetRequiredService<ITuyaFleet>())));
        builder.Services.AddNodeOpenApi();
        builder.Services.AddNodeMetrics();
        builder.Services.AddHealthChecks().AddTuyaFleet();
        builder.Services.AddSingleton<LiveFeeds>();
        builder.Services.AddSingleton<StreamPlaces>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = DeviceEndpoints.MaxBodyLength;
            kestrel.ListenSafely(access.Limits, addresses);
        });
    }

    /// <summary>Answers what this version answers.</summary>
    public static void UseNodeHttp(this WebApplication app)
    {
        app.UseExceptionHandler(failed => failed.Run(AnswerFailureAsync));
        app.UseNodeSafety();
        app.UseStatusCodePages(context => NotServed.AnswerAsync(context.HttpContext));
        app.MapDevices();
        app.MapCommands();
        app.MapDefinitions();
        app.MapFleet();
        app.MapCluster();
        app.MapSightings();
        app.MapEvents();
        app.MapLive();
        app.MapHealth();
        app.MapMetrics();
        app.MapNodeOpenApi();
        app.MapPage();
        app.MapSession();
    }

    private static Task AnswerFailureAsync(HttpContext context)
    {
        // Text of an unforeseen failure stays in the log, which names it with its stack.
        Debug.Assert(context.Features.Get<IExceptionHandlerFeature>() is not null, "Only the exception handler comes here.");
        var cause = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        return cause is TimeoutException or OperationCanceledException
            ? Problems.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "Busy", "The fleet has not answered in time.")
            : Problems.WriteAsync(context, StatusCodes.Status500InternalServerError, "Failure", "The request failed; the node's log says why.");
    }
}
