using System.Collections.Immutable;
using TuyaActors.Interop;
using TuyaActors.Messages;
using TuyaActors.Node.Cli;

namespace TuyaActors.Node.Running;

/// <summary>What a devices.json holds, and what is wrong with it.</summary>
internal sealed record DevicesFile(string Path, ReadOnlyMemory<byte> Utf8, ImmutableArray<DeviceDefinition> Devices, ImmutableArray<string> Problems)
{
    /// <summary>The option that names it.</summary>
    public const string Option = "--devices";

    // So many are read; the rest is a number.
    private const int ProblemsTold = 10;

    /// <summary>Reads tinytuya's devices.json.</summary>
    /// <param name="path">Which file.</param>
    /// <param name="subject">What names it, for sentences.</param>
    /// <exception cref="UsageException">The file cannot be read at all; what is wrong inside it is told by <see cref="Problems"/>.</exception>
    public static DevicesFile Read(string path, string subject = Option)
    {
        var empty = new DevicesFile(path, TextFile.ReadBytes(subject, path), [], []) { Subject = subject };
        return empty.Over([]);
    }

    /// <summary>What names the file, for sentences.</summary>
    public string Subject { get; private init; } = Option;

    /// <summary>The same file, read over what is known already.</summary>
    public DevicesFile Over(IEnumerable<DeviceDefinition> known)
    {
        var result = TinytuyaDevicesFile.Read(Utf8.Span, System.IO.Path.GetFileName(Path), known);
        return this with { Devices = result.Devices, Problems = result.Problems };
    }

    /// <summary>The device with this id, or else the only one with this name.</summary>
    /// <exception cref="UsageException">There is none, or there are several of that name.</exception>
    public DeviceDefinition Find(string idOrName)
    {
        if (Devices.FirstOrDefault(d => d.Id.Value == idOrName) is { } byId)
        {
            return byId;
        }

        var byName = Devices.Where(d => string.Equals(d.Name, idOrName, StringComparison.OrdinalIgnoreCase)).ToList();
        return byName.Count switch
        {
            1 => byName[0],
            0 => throw new UsageException($"--id: '{Path}' has no device with the id or name '{idOrName}' among its {Devices.Length}.{Excuse()}"),
            _ => throw new UsageException($"--id: '{Path}' has {byName.Count} devices named '{idOrName}'; give the id of one: {string.Join(", ", byName.Select(d => d.Id))}."),
        };
    }

    /// <summary>The devices, having told what was left out.</summary>
    /// <param name="strict">Refuse a file with any problem, instead of going on with what is good.</param>
    /// <param name="tell">Gets one sentence for each problem.</param>
    /// <exception cref="UsageException">Strict and a problem, or nothing good is left of it.</exception>
    public ImmutableArray<DeviceDefinition> Accept(bool strict, Action<string> tell)
    {
        foreach (var problem in Problems.Take(ProblemsTold))
        {
            tell(problem);
        }

        if (Problems.Length > ProblemsTold)
        {
            tell($"... and {Problems.Length - ProblemsTold} more problems in '{Path}'");
        }

        if (strict && Problems.Length > 0)
        {
            throw new UsageException($"{Subject}: '{Path}' has {Count(Problems.Length, "problem")}; with --strict that is refused.");
        }

        if (Devices.IsEmpty && Problems.Length > 0)
        {
            throw new UsageException($"{Subject}: '{Path}' has no good device.");
        }

        if (Problems.Length > 0)
        {
            tell($"going on with the {Count(Devices.Length, "good device")} of '{Path}'; --strict refuses such a file");
        }

        return Devices;
    }

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";

    private string Excuse() => Problems.IsEmpty ? "" : $" {Problems[0]}";
}
