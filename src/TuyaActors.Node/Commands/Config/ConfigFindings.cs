using TuyaActors.Node.Cli;
using TuyaActors.Node.Configuration;
using TuyaActors.Node.Serving;
using TuyaActors.Settings;
using TuyaActors.Simulator;
using TuyaActors.Storage;

namespace TuyaActors.Node.Commands.Config;

/// <summary>What is wrong with a node's settings, as far as that can be found out without starting it.</summary>
/// <param name="Problems">For these it would not start.</param>
/// <param name="Warnings">With these it would.</param>
internal sealed record ConfigFindings(IReadOnlyList<string> Problems, IReadOnlyList<string> Warnings)
{
    /// <summary>Looks at the settings, and at the files that they name.</summary>
    public static async Task<ConfigFindings> OfAsync(NodeConfiguration configuration)
    {
        List<string> problems = [.. configuration.Problems], warnings = [.. configuration.Warnings];
        var node = configuration.Draft;
        try
        {
            node.Devices?.Accept(node.Strict, node.Strict ? problems.Add : warnings.Add);
        }
        catch (UsageException wrong)
        {
            problems.Add(wrong.Message);
        }

        if (node.Simulate > 0 && await FaultsRefusalAsync(node) is { } refusal)
        {
            problems.Add(refusal);
        }

        if (configuration.Fleet?.Persistence is { Mode: PersistenceMode.Sqlite } storage)
        {
            CheckDatabase(storage, problems, warnings);
        }

        return new ConfigFindings([.. problems.Distinct()], [.. warnings.Distinct()]);
    }

    private static async Task<string?> FaultsRefusalAsync(ServeSettings node)
    {
        // Devices that are never started: it is asked only which there are.
        await using var simulator = new TuyaSimulator();
        try
        {
            simulator.AddRange(SimulatedFleet.Create(node.Simulate, node.SimulateSeed, node.SimulateBase));
            node.Faults?.PlayerFor(simulator, _ => { }).Dispose();
            return null;
        }
        catch (ArgumentException wrong)
        {
            return $"{NodeSettings.SimulateBase.Flag}: {wrong.Message}";
        }
        catch (UsageException wrong)
        {
            return wrong.Message;
        }
    }

    private static void CheckDatabase(PersistenceSettings storage, List<string> problems, List<string> warnings)
    {
        var (path, folder) = (Path.GetFullPath(storage.Database), Path.GetDirectoryName(Path.GetFullPath(storage.Database))!);
        try
        {
            if (Directory.Exists(path))
            {
                problems.Add($"The database {path} is a folder.");
            }
            else if (!Directory.Exists(folder))
            {
                problems.Add($"The database {path} cannot be made: there is no folder {folder}.");
            }
            else
            {
                // Beside the database other files come and go.
                using (File.Create(Path.Combine(folder, $".tuyactors-{Guid.NewGuid():n}.tmp"), 1, FileOptions.DeleteOnClose))
                {
                }

                CheckFile(path, warnings);
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            problems.Add($"The database {path} cannot be used: {refused.Message}");
        }
    }

    private static void CheckFile(string path, List<string> warnings)
    {
        if (!File.Exists(path))
        {
            return;
        }

        using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete))
        {
        }

        // Who makes the lock's file owns it: an administrator who only looks must not take it from the node's own user.
        if (!File.Exists($"{path}.lock"))
        {
            return;
        }

        if (DatabaseLock.TryAcquire(path, out var free, out var holder))
        {
            free.Dispose();
        }
        else
        {
            warnings.Add($"the database {path} is in use by {holder}; only one process at a time can use it");
        }
    }
}
