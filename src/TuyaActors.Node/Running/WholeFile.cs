using TuyaActors.Node.Cli;

namespace TuyaActors.Node.Running;

/// <summary>Writes a file that is there as a whole or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Writes it, instead of one that is there.</summary>
    /// <param name="option">For sentences.</param>
    /// <param name="path">Which file.</param>
    /// <param name="bytes">What is in it.</param>
    /// <param name="ownerOnly">Whether others may not read it, from the first byte on.</param>
    /// <exception cref="UsageException">It cannot be written.</exception>
    public static void Write(string option, string path, ReadOnlySpan<byte> bytes, bool ownerOnly)
    {
        try
        {
            var whole = Path.GetFullPath(path);
            var half = $"{whole}.{Guid.NewGuid():n}.tmp";
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (ownerOnly && !OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            try
            {
                using (var file = new FileStream(half, options))
                {
                    file.Write(bytes);
                    file.Flush(flushToDisk: true);
                }

                File.Move(half, whole, overwrite: true);
            }
            finally
            {
                File.Delete(half);
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UsageException($"{option}: '{path}' cannot be written: {refused.Message}");
        }
    }
}
