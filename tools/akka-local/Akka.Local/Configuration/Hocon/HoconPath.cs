namespace Akka.Configuration.Hocon;

/// <summary>Paths like <c>akka.actor."my.key".x</c>.</summary>
internal static class HoconPath
{
    /// <summary>The keys of a path; a dot inside double quotes does not divide.</summary>
    public static IEnumerable<string> Split(string path)
    {
        var start = 0;
        while (start <= path.Length)
        {
            if (start < path.Length && path[start] == '"')
            {
                var close = path.IndexOf('"', start + 1);
                if (close < 0)
                    throw new ConfigurationException($"The path '{path}' has a quote that is not closed.");
                yield return path[(start + 1)..close];
                start = close + 2;
                continue;
            }

            var dot = path.IndexOf('.', start);
            var end = dot < 0 ? path.Length : dot;
            yield return path[start..end];
            start = end + 1;
        }
    }
}
