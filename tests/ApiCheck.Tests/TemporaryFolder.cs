namespace AkkaLocal.ApiCheck.Tests;

internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("api-check-");

    public string Path => _folder.FullName;

    public void Write(string file, params string[] lines)
    {
        var path = System.IO.Path.Combine(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllLines(path, lines);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
