using TuyaActors.Node.Cli;

namespace TuyaActors.Node.Running;

/// <summary>Reads a file that the command line names.</summary>
internal static class TextFile
{
    // A devices.json of ten thousand devices has some 10 MB; far more is some other file.
    private const long MaxLength = 256L << 20;

    /// <summary>The file's text.</summary>
    /// <exception cref="UsageException">It cannot be read; the sentence names the option and the cause.</exception>
    public static string Read(string option, string path) => Guard(option, path, static p => File.ReadAllText(p));

    /// <summary>The file's bytes.</summary>
    /// <exception cref="UsageException">It cannot be read; the sentence names the option and the cause.</exception>
    public static byte[] ReadBytes(string option, string path) => Guard(option, path, static p => File.ReadAllBytes(p));

    private static T Guard<T>(string option, string path, Func<string, T> read)
    {
        try
        {
            if (Directory.Exists(path))
            {
                throw new UsageException($"{option}: '{path}' is a folder; a file is wanted.");
            }

            if (new FileInfo(path) is { Exists: true, Length: > MaxLength })
            {
                throw new UsageException($"{option}: '{path}' is larger than {MaxLength >> 20} MB; that is no such file.");
            }

            return read(path);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"{option}: there is no file '{path}'.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"{option}: '{path}' cannot be read: {unreadable.Message}");
        }
    }
}
