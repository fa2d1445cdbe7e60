using TuyaActors.Node.Http;
using TuyaActors.Node.Json;

namespace TuyaActors.Node.Simulation;

/// <summary><c>POST /api/simulation/{id}/{word}</c>, only where devices are simulated: makes trouble, to watch how the fleet takes it.</summary>
internal static class SimulationEndpoints
{
    /// <summary>Adds the endpoint.</summary>
    public static void MapSimulation(this IEndpointRouteBuilder app, NodeSimulation simulation) =>
        app.MapPost("/api/simulation/{id}/{word}", (string id, string word) => simulation.Troubles.TryDo(word, id, out var said)
            ? (IResult)new JsonAnswer<DoneJson>(StatusCodes.Status200OK, new DoneJson(said))
            : Problems.Of(StatusCodes.Status404NotFound, "Not done", said));
}
