using TuyaActors.Node.Json;

namespace TuyaActors.Node.Definitions;

/// <summary>Finds devices by what people call them.</summary>
internal static class DeviceFinder
{
    /// <summary>For each text the device with that id, or else the only one with that name, without regard to case.</summary>
    public static async Task<DeskAnswer<IReadOnlyList<DefinitionJson>>> FindAsync(IDefinitionDesk desk, IReadOnlyList<string> wanted, CancellationToken cancellationToken)
    {
        if (!(await desk.ListAsync(cancellationToken)).IsOk(out var all, out var problem))
        {
            return problem;
        }

        var found = new List<DefinitionJson>();
        foreach (var text in wanted)
        {
            var bearers = all.Definitions.Where(d => d.Id == text).Take(1).ToList() is [var byId]
                ? [byId]
                : all.Definitions.Where(d => string.Equals(d.Name, text, StringComparison.OrdinalIgnoreCase)).ToList();
            if (bearers is not [var device])
            {
                return bearers.Count == 0
                    ? new ProblemJson("about:blank", "No such device", StatusCodes.Status404NotFound, $"{desk.Where} has no device with the id or name '{text}' among its {all.Definitions.Count}.")
                    : DeskProblems.BadRequest("device", $"{desk.Where} has {bearers.Count} devices named '{text}'; give the id of one: {string.Join(", ", bearers.Select(d => d.Id))}.");
            }

            found.Add(device);
        }

        return found;
    }

    /// <summary>The one device that is called so.</summary>
    public static async Task<DeskAnswer<DefinitionJson>> FindAsync(IDefinitionDesk desk, string wanted, CancellationToken cancellationToken) =>
        (await FindAsync(desk, [wanted], cancellationToken)).IsOk(out var found, out var problem) ? found[0] : problem;
}
