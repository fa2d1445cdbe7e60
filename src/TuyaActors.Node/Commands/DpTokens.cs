using System.Text.RegularExpressions;
using TuyaActors.Node.Cli;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Commands;

/// <summary>The words of <c>set</c>: values to set, and, for a running node, the devices to set them of, in any order.</summary>
internal static partial class DpTokens
{
    /// <summary>The words that are no DP=VALUE, and so name devices.</summary>
    public static IReadOnlyList<string> Devices(IEnumerable<string> words) => [.. words.Where(word => !Dp().IsMatch(word))];

    /// <summary>The values.</summary>
    /// <exception cref="UsageException">A word is no DP=VALUE, or a DP is given twice.</exception>
    public static DpSet Values(IEnumerable<string> words)
    {
        var read = new Dictionary<int, DpValue>();
        foreach (var word in words)
        {
            if (!DpArgument.TryParse(word, out var dp, out var why))
            {
                throw new UsageException(why);
            }

            if (!read.TryAdd(dp.Id, dp.Value))
            {
                throw new UsageException($"DP {dp.Id} is given twice.");
            }
        }

        return DpSet.Create(read);
    }

    /// <summary>Why the word is no DP=VALUE.</summary>
    public static string Refusal(string word) => DpArgument.TryParse(word, out _, out var why) ? "" : why;

    [GeneratedRegex(@"^\d+=")]
    private static partial Regex Dp();
}
