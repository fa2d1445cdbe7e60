using System.Text;
using TuyaActors.Node.Cli;

namespace TuyaActors.Node.Http.Access;

/// <summary>A file with a token in it and nothing else.</summary>
internal static class TokenFile
{
    // Room for the longest token and white space around it.
    private const int MaxLength = 4 * 1024;

    /// <summary>How to make a token, and where to tell of it.</summary>
    public const string HowTo = "make one by '(umask 077; openssl rand -hex 32 > token)', and give it by --token-file token, TUYACTORS_TOKEN_FILE, TUYACTORS_TOKEN or node.token-file";

    /// <summary>Reads the file.</summary>
    /// <param name="subject">Who names it, for sentences.</param>
    /// <param name="path">Which file; a pipe will do.</param>
    /// <exception cref="UsageException">There is no token in it; the sentence does not quote what is.</exception>
    public static AccessToken Read(string subject, string path)
    {
        var text = ReadText(subject, path);
        return AccessToken.TryParse(text, out var token, out var why) ? token : throw new UsageException($"{subject}: the token in '{path}' cannot be used: {why}.");
    }

    /// <summary>Who else can read the file, as the end of a sentence; null: nobody, or that cannot be found out.</summary>
    /// <param name="path">Which file.</param>
    /// <param name="credentials">The folder in which the service manager hands secrets over: it sees to their rights, and its access lists look like a group's.</param>
    public static string? Readers(string path, string? credentials)
    {
        if (OperatingSystem.IsWindows() || (credentials is { Length: > 0 } && Path.GetFullPath(path).StartsWith(Path.GetFullPath(credentials) + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
        {
            return null;
        }

        try
        {
            var mode = File.GetUnixFileMode(path);
            return (mode & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0 ? "everybody on this machine can read or change it"
                : (mode & (UnixFileMode.GroupRead | UnixFileMode.GroupWrite)) != 0 ? "its group can read or change it"
                : null;
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string ReadText(string subject, string path)
    {
        if (path.Length == 0)
        {
            throw new UsageException($"{subject} is empty; wanted is the name of a file.");
        }

        try
        {
            if (Directory.Exists(path))
            {
                throw new UsageException($"{subject}: '{path}' is a folder; a file is wanted.");
            }

            // Not at once: what is named may be a pipe, or never end.
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read);
            var bytes = new byte[MaxLength + 1];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length > MaxLength
                ? throw new UsageException($"{subject}: '{path}' has more than {MaxLength} bytes; that is no token.")
                // Some editors begin a file with a mark.
                : Encoding.UTF8.GetString(bytes.AsSpan(0, length)).TrimStart('\uFEFF');
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"{subject}: there is no file '{path}'.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UsageException($"{subject}: '{path}' cannot be read: {unreadable.Message}");
        }
    }
}
