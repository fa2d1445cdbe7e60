using TuyaActors.Node.Http;
using TuyaActors.Node.Json;
using TuyaActors.Simulator;
using TuyaActors.Simulator.Faults;

namespace TuyaActors.Node.Simulation;

/// <summary><c>/api/simulation</c>, only where devices are simulated: shows them, and makes trouble, to watch how the fleet takes it.</summary>
internal static class SimulationEndpoints
{
    private const string Tag = "simulation";

    /// <summary>Adds the endpoints.</summary>
    public static void MapSimulation(this IEndpointRouteBuilder app, NodeSimulation simulation)
    {
        app.MapGet("/api/simulation", () => new JsonAnswer<SimulationJson>(StatusCodes.Status200OK, simulation.Show()))
            .Describe<SimulationJson>("getSimulation", Tag, "The simulated devices, with their faults and counters.");

        app.MapPost("/api/simulation/{id}/{word}", (string id, string word) => simulation.Troubles.TryDo(word, id, out var said)
            ? (IResult)new JsonAnswer<DoneJson>(StatusCodes.Status200OK, new DoneJson(said))
            : Problems.Of(StatusCodes.Status404NotFound, "Not done", said))
            .Describe<DoneJson>("makeTrouble", Tag, "Does something to a simulated device: kill, refuse, reset, silent, garble, rekey, mend.", null, StatusCodes.Status404NotFound);

        app.MapPut("/api/simulation/{id}/faults", (string id, HttpRequest request, CancellationToken aborted) => PutAsync(simulation, id, request, aborted))
            .Describe<SimulatedDeviceJson>(
                "setFaults", Tag, "Breaks a simulated device; what is not named is sound.", ApiDoc.Of() with { Body = new("The faults.", """{"replyDelay":"5s","lostReplies":0.2}""") }, StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);

        app.MapDelete("/api/simulation/{id}/faults", (string id) => Set(simulation, id, DeviceFaults.None))
            .Describe<SimulatedDeviceJson>("clearFaults", Tag, "Mends a simulated device.", null, StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> PutAsync(NodeSimulation simulation, string id, HttpRequest request, CancellationToken aborted)
    {
        var (body, refusal) = await JsonBody.ReadAsync(request, aborted);
        if (refusal is not null)
        {
            return refusal;
        }

        try
        {
            return Set(simulation, id, FaultsJson.Parse(body));
        }
        catch (FaultPlanException wrong)
        {
            return Problems.Of(
                StatusCodes.Status400BadRequest,
                "Bad request",
                $"line {wrong.Line}: {wrong.Message}",
                new Dictionary<string, string[]> { [wrong.Field.Length > 0 ? wrong.Field : "faults"] = [wrong.Message] });
        }
    }

    private static IResult Set(NodeSimulation simulation, string id, DeviceFaults faults) => simulation.Troubles.SetFaults(id, faults) switch
    {
        { Device: null, Why: var why } => Problems.Of(StatusCodes.Status404NotFound, "No such device", why),
        { Done: false, Why: var why } => Problems.Of(StatusCodes.Status409Conflict, "Not done", why),
        { Device: var device } => new JsonAnswer<SimulatedDeviceJson>(StatusCodes.Status200OK, SimulatedDeviceJson.Of(device)),
    };
}
