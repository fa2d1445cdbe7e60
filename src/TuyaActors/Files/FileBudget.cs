using System.Net.Sockets;

namespace TuyaActors.Files;

/// <summary>
/// What of the files that a process may have open is for the connections of devices. Some are kept back: without a file .NET loads no further
/// assembly and starts no further thread, and then the process ends. Thread-safe.
/// </summary>
/// <param name="limit">How many it may have open; <c>null</c>: as many as it likes.</param>
internal sealed class FileBudget(long? limit)
{
    /// <summary>
    /// How many files no device gets. A node that has just started opens 30 to 80 more until everything in it has been used once, for each assembly
    /// is two; the others are for the requests and streams of some pages.
    /// </summary>
    public const int KeptBack = 128;

    private int _isTold;

    /// <summary>This process's; one for all fleets in it.</summary>
    public static FileBudget OfThisProcess { get; } = new(OpenFileLimit.OfThisProcess);

    /// <summary>How many files the process may have open; <c>null</c>: as many as it likes.</summary>
    public long? Limit => limit;

    /// <summary>Whether a socket that has just been made may be kept.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="keptBack">How many files are for others.</param>
    // The system gives out the lowest number that is free: below it all are open.
    public bool Admits(Socket socket, int keptBack = KeptBack) => limit is not { } most || socket.SafeHandle.DangerousGetHandle() < most - keptBack;

    /// <summary>Whether this is the first connection that could not be had: of the others no one needs to be warned.</summary>
    public bool IsFirstRefusal() => Interlocked.Exchange(ref _isTold, 1) == 0;

    /// <summary>How many files are open now.</summary>
    public static int Open()
    {
        try
        {
            return Directory.EnumerateFileSystemEntries("/proc/self/fd").Count();
        }
        catch (Exception withheld) when (withheld is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
