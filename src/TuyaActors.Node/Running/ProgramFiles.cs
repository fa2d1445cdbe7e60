using System.Globalization;
using TuyaActors.Files;
using TuyaActors.Node.Cli;

namespace TuyaActors.Node.Running;

/// <summary>Judges whether the program may have as many files open as it needs itself and for simulated devices. Pure.</summary>
internal static class ProgramFiles
{
    /// <summary>
    /// What a node needs: 250 after its start, 270 when everything in it has been used (each assembly is two, and there are over a hundred), and what no device gets.
    /// </summary>
    public const int OfNode = 272 + FileBudget.KeptBack;

    /// <summary>What the simulator alone needs: 90 with devices and clients, and some to spare.</summary>
    public const int OfSimulator = 128;

    /// <summary>What to tell the operator of a node that may have too few for itself; <c>null</c>: nothing.</summary>
    /// <param name="limit">How many files the process may have open; <c>null</c>: as many as it likes.</param>
    public static string? NodeWarning(long? limit) => limit is null or >= OfNode
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"this process may have {limit} files open, and a node needs about {OfNode} beside those of its devices: it may fail in strange ways, or end. {FileShortage.Remedy(OfNode)}");

    /// <summary>Refuses to simulate devices for the node of this process: a listener, the client in it, and the node's connection each.</summary>
    /// <exception cref="UsageException">There are not enough files for so many.</exception>
    public static void RequireForNode(long? limit, int devices) => Require(limit, devices, 3, OfNode, "--simulate: ", "three for each, and {0} for the node");

    /// <summary>Refuses to simulate devices for other programs: a listener, and the client in it each.</summary>
    /// <exception cref="UsageException">There are not enough files for so many.</exception>
    public static void RequireForSimulator(long? limit, int devices) => Require(limit, devices, 2, OfSimulator, "", "two for each, a listener and its client, and {0} for the program");

    // One that runs out of files does not say so: it finds no assembly, starts no thread, and ends.
    private static void Require(long? limit, int devices, int each, int own, string subject, string parts)
    {
        var need = ((long)devices * each) + own;
        if (devices > 0 && limit < need)
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"{subject}{(devices == 1 ? "1 simulated device needs" : $"{devices} simulated devices need")} about {need} open files ({string.Format(CultureInfo.InvariantCulture, parts, own)}), and this process may have {limit}. Simulate fewer, or: {FileShortage.Remedy(need)}"));
        }
    }
}
