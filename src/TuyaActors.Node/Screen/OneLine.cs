using System.Globalization;
using System.Text;
using Spectre.Console;

namespace TuyaActors.Node.Screen;

/// <summary>Texts from files, devices and nodes, as a terminal may be given them: in one line, and commanding nothing.</summary>
internal static class OneLine
{
    private const char Ellipsis = '…';

    // Joins the parts of an emoji.
    private const int ZeroWidthJoiner = 0x200D;

    /// <summary>The text without what moves the cursor, ends a line, or turns the order of letters round.</summary>
    public static string Of(string text)
    {
        if (!text.Any(c => c is < ' ' or > '~'))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        // A half of a surrogate pair comes as U+FFFD.
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(IsHarmless(rune) ? rune.ToString() : " ");
        }

        return clean.ToString();
    }

    /// <summary>How many columns of a terminal it takes.</summary>
    public static int WidthOf(string text) => text.GetCellWidth();

    /// <summary>Its beginning, in so many columns at most; what is cut off is told by an ellipsis.</summary>
    public static string Cut(string text, int width)
    {
        if (WidthOf(text) <= width)
        {
            return text;
        }

        var (cut, used) = (new StringBuilder(), 0);
        // Letters with their accents, and emoji with their parts, stay whole.
        for (var elements = StringInfo.GetTextElementEnumerator(text); elements.MoveNext();)
        {
            var element = elements.GetTextElement();
            used += WidthOf(element);
            if (used > width - 1)
            {
                break;
            }

            cut.Append(element);
        }

        return width > 0 ? cut.Append(Ellipsis).ToString() : "";
    }

    /// <summary>The text, and spaces up to so many columns.</summary>
    public static string Pad(string text, int width) => text + new string(' ', Math.Max(0, width - WidthOf(text)));

    private static bool IsHarmless(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        UnicodeCategory.Format => rune.Value == ZeroWidthJoiner,
        _ => true,
    };
}
