using System.Globalization;

namespace TuyaActors.Files;

/// <summary>How many files, sockets among them, a process may have open.</summary>
internal static class OpenFileLimit
{
    /// <summary>This process's, as it was at first look; <c>null</c>: there is none, or the system does not tell.</summary>
    /// <remarks>
    /// Nothing is raised here: the .NET runtime raises the soft limit to the hard one when it starts, so that what stands here is the hard one, which
    /// only the system's administrator raises. The program's specifications start one with a low soft limit to see that this stays so.
    /// </remarks>
    public static long? OfThisProcess { get; } = OfLinux();

    /// <summary>The soft limit that <c>/proc/self/limits</c> tells; <c>null</c>: it tells none.</summary>
    public static long? Parse(IEnumerable<string> lines)
    {
        const string name = "Max open files";
        var line = lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        var soft = line?[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : null;
    }

    private static long? OfLinux()
    {
        if (!OperatingSystem.IsLinux())
            return null;
        try
        {
            return Parse(File.ReadLines("/proc/self/limits"));
        }
        catch (Exception withheld) when (withheld is IOException or UnauthorizedAccessException)
        {
            // A container without /proc: then nobody is warned, and the system says when there is none left.
            return null;
        }
    }
}
