using System.Text;
using System.Threading.Channels;

namespace TuyaActors.Node.Tests.Probes;

/// <summary>Output whose lines can be awaited.</summary>
internal sealed class LineWriter : TextWriter
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _line = new();
    private readonly StringBuilder _text = new();
    private readonly List<string> _lines = [];
    private readonly Channel<string> _arrivals = Channel.CreateUnbounded<string>();

    public override Encoding Encoding => Encoding.UTF8;

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>All that was written, whole lines or not.</summary>
    public string Text
    {
        get
        {
            lock (_gate)
            {
                return _text.ToString();
            }
        }
    }

    public override void Write(char value)
    {
        lock (_gate)
        {
            _text.Append(value);
            if (value != '\n')
            {
                _line.Append(value);
                return;
            }

            var line = _line.ToString().TrimEnd('\r');
            _line.Clear();
            _lines.Add(line);
            _arrivals.Writer.TryWrite(line);
        }
    }

    /// <summary>The first line, from the last one awaited on, that is so. Hangs, and so fails the run, where none comes.</summary>
    public async Task<string> FirstAsync(Func<string, bool> isSo)
    {
        await foreach (var line in _arrivals.Reader.ReadAllAsync())
        {
            if (isSo(line))
            {
                return line;
            }
        }

        throw new InvalidOperationException("The output has ended.");
    }
}
