namespace TuyaActors.Node.Configuration;

/// <summary>The profiles that come with the program: <c>hocon/segment.conf</c> and <c>hocon/client.conf</c> are found wherever it is started.</summary>
internal static class ReadyProfile
{
    /// <summary>The file that is meant: the one of this name where the program was started, else the one beside the program.</summary>
    /// <param name="path">As it was named.</param>
    /// <param name="program">The program's own folder.</param>
    public static string Find(string path, string program) =>
        !File.Exists(path) && Path.Combine(program, path) is var beside && File.Exists(beside) ? beside : path;
}
