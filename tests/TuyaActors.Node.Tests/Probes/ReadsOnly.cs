using System.Text;

namespace TuyaActors.Node.Tests.Probes;

/// <summary>Output whose reader goes after so many lines, as <c>head</c> does.</summary>
internal sealed class ReadsOnly(int lines, TextWriter inner) : TextWriter
{
    private int _left = lines;

    public override Encoding Encoding => Encoding.UTF8;

    public override void WriteLine(string? value)
    {
        if (_left-- <= 0)
        {
            throw new IOException("Broken pipe");
        }

        inner.WriteLine(value);
    }
}
