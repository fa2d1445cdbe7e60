namespace TuyaActors.Interop;

/// <summary>From a byte's position in a text to its line, 1-based.</summary>
internal sealed class LineCounter
{
    private readonly List<int> _lineEnds = [];

    public LineCounter(ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n')
                _lineEnds.Add(i);
        }
    }

    public long Of(long position)
    {
        var index = _lineEnds.BinarySearch((int)position);
        return (index < 0 ? ~index : index) + 1;
    }
}
