using System.Globalization;
using System.Text;

namespace TuyaActors.Hosting.Configuration;

/// <summary>Values as HOCON writes them.</summary>
internal static class HoconWords
{
    /// <summary>Any text, as a string.</summary>
    public static string Quoted(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var c in value)
        {
            if (c is '"' or '\\')
                text.Append('\\').Append(c);
            else if (char.IsControl(c))
                text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else
                text.Append(c);
        }

        return text.Append('"').ToString();
    }
}
