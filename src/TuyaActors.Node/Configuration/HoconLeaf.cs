using Akka.Configuration;
using TuyaActors.Hosting.Configuration;

namespace TuyaActors.Node.Configuration;

/// <summary>One value of a configuration, or a section that has none.</summary>
/// <param name="Path">The words of its path.</param>
/// <param name="Texts">The text, or the items of a list; null: it is a section without anything in it, or nothing at all.</param>
/// <param name="IsList">Whether it is a list.</param>
internal sealed record HoconLeaf(IReadOnlyList<string> Path, IReadOnlyList<string>? Texts, bool IsList)
{
    /// <summary>The path with dots.</summary>
    public string Key => string.Join('.', Path);

    /// <summary>The value as a person would write it.</summary>
    public string Shown => IsList ? $"[{string.Join(", ", Texts!)}]" : Texts is null ? "{}" : Texts[0];

    /// <summary>All of them, in the order of the text.</summary>
    public static IEnumerable<HoconLeaf> Of(Config config) => Of(config, []);

    /// <summary>It alone, as HOCON, so that it can be checked apart from all others.</summary>
    public string ToHocon()
    {
        var value = Texts is null ? "{}" : IsList ? $"[{string.Join(", ", Texts.Select(HoconWords.Quoted))}]" : HoconWords.Quoted(Texts[0]);
        return Path.Reverse().Aggregate(value, (inner, word) => $"{{ {Word(word)} = {inner} }}")[1..^1];
    }

    private static IEnumerable<HoconLeaf> Of(Config config, IReadOnlyList<string> above)
    {
        foreach (var (key, value) in config.AsEnumerable())
        {
            List<string> path = [.. above, key];
            if (value.IsObject())
            {
                var section = config.GetConfig(Word(key));
                foreach (var leaf in section.IsEmpty ? [new HoconLeaf(path, null, false)] : Of(section, path))
                {
                    yield return leaf;
                }
            }
            else if (value.IsString())
            {
                if (config.GetString(Word(key)) is { } text)
                {
                    yield return new HoconLeaf(path, [text], false);
                }
            }
            else
            {
                yield return new HoconLeaf(path, [.. config.GetStringList(Word(key)).Select(item => item ?? "")], true);
            }
        }
    }

    private static string Word(string key) =>
        key.Length > 0 && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? key : HoconWords.Quoted(key);
}
