namespace TuyaActors.Settings;

/// <summary>The spellings of a key: <c>command-timeout</c>, <c>CommandTimeout</c>, <c>COMMAND_TIMEOUT</c>.</summary>
internal static class KeyWords
{
    public static bool Same(string one, string other) => Plain(one) == Plain(other);

    /// <summary>As it is written in appsettings.json.</summary>
    public static string Pascal(string key) =>
        string.Concat(key.Split('-', StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>The allowed key that was probably meant; <c>null</c>: none is near.</summary>
    public static string? Nearest(string key, IEnumerable<string> allowed)
    {
        var (plain, best) = (Plain(key), (Key: (string?)null, Distance: int.MaxValue));
        foreach (var candidate in allowed)
        {
            var distance = Distance(plain, Plain(candidate));
            if (distance < best.Distance)
                best = (candidate, distance);
        }

        return best.Distance <= Math.Max(1, plain.Length / 3) ? best.Key : null;
    }

    private static string Plain(string key) => string.Concat(key.Where(c => c is not ('-' or '_'))).ToUpperInvariant();

    /// <summary>Letters to change, add or leave out (Levenshtein).</summary>
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (from[i - 1] == to[j - 1] ? 0 : 1)));
        }

        return row[to.Length];
    }
}
