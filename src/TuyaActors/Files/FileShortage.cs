using System.Globalization;
using System.Numerics;

namespace TuyaActors.Files;

/// <summary>Judges whether a process may have as many files open as its devices need. Pure.</summary>
internal static class FileShortage
{
    /// <summary>How many of the devices find no file for their connection.</summary>
    /// <param name="limit">How many files the process may have open; <c>null</c>: as many as it likes.</param>
    /// <param name="devices">How many devices keep a connection of their own.</param>
    /// <param name="reserve">How many files the process needs otherwise.</param>
    public static int Left(long? limit, int devices, int reserve) =>
        limit is { } most ? (int)Math.Clamp(devices - (most - reserve), 0, devices) : 0;

    /// <summary>What to tell the operator; <c>null</c>: all find one.</summary>
    /// <inheritdoc cref="Left"/>
    public static string? Sentence(long? limit, int devices, int reserve)
    {
        var left = Left(limit, devices, reserve);
        var need = (long)devices + reserve;
        var (keep, stay) = (devices == 1 ? "1 device keeps a connection" : $"{devices} devices keep connections", left == devices ? "all of them" : $"at least {left} of them");
        return left == 0 ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"This process may have {limit} files open, and needs about {need}: {keep}, and {reserve} are for all else. So {stay} will stay offline. {Remedy(need)}");
    }

    /// <summary>How so many files are allowed.</summary>
    public static string Remedy(long need)
    {
        var enough = BitOperations.RoundUpToPowerOf2((ulong)need);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Raise the hard limit to {enough}: LimitNOFILE={enough} in the systemd unit, --ulimit nofile={enough} for a container, 'ulimit -n {enough}' in a shell of root.");
    }
}
