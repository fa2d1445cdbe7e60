namespace TuyaActors.Node.Tests.Probes;

/// <summary>Output that nobody reads any more.</summary>
internal sealed class BrokenPipe : StringWriter
{
    public override void WriteLine(string? value) => throw new IOException("Broken pipe");
}
