using System.Text;

namespace TuyaActors.Node.Wire;

/// <summary>One line of input, or the fact that there was one too long to keep.</summary>
internal readonly record struct InputLine(string Text, bool TooLong);

/// <summary>Reads lines that have a greatest length; of a longer one the rest is passed over.</summary>
internal sealed class BoundedLineReader(TextReader input, int maxLength)
{
    private readonly char[] _block = new char[8192];
    private readonly StringBuilder _line = new();
    private int _at;
    private int _length;

    /// <summary>The next line without its end, or null behind the last.</summary>
    public async ValueTask<InputLine?> ReadAsync(CancellationToken end)
    {
        _line.Clear();
        var tooLong = false;
        while (true)
        {
            if (_at == _length)
            {
                _at = 0;
                _length = await input.ReadAsync(_block, end);
                if (_length == 0)
                {
                    return _line.Length > 0 || tooLong ? Finish(tooLong) : null;
                }
            }

            var rest = _block.AsSpan(_at, _length - _at);
            var newLine = rest.IndexOf('\n');
            var piece = newLine < 0 ? rest : rest[..newLine];
            tooLong |= _line.Length + piece.Length > maxLength;
            if (!tooLong)
            {
                _line.Append(piece);
            }

            _at += piece.Length;
            if (newLine >= 0)
            {
                _at++;
                return Finish(tooLong);
            }
        }
    }

    private InputLine Finish(bool tooLong) => new(tooLong ? "" : _line.ToString(), tooLong);
}
