using System.CommandLine;
using System.CommandLine.Completions;

namespace TuyaActors.Node.Cli.Completion;

/// <summary>What may stand next in a command line, as System.CommandLine knows it, for a shell that has split the line into words.</summary>
internal static class Completer
{
    /// <summary>The words that may stand in the place of the last one.</summary>
    /// <param name="root">All commands.</param>
    /// <param name="words">The words up to the cursor, without the program's name; the last is the one that is being typed, and may be empty.</param>
    public static IReadOnlyList<CompletionItem> Complete(RootCommand root, IReadOnlyList<string> words)
    {
        List<string> before = [.. words.SkipLast(1)];
        var typed = words is [.., var last] ? last : "";
        // An option with its value in one word.
        if (typed.StartsWith("--", StringComparison.Ordinal) && typed.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
        {
            var option = typed[..(equals + 1)];
            return [.. Complete(root, [.. before, typed[..equals], typed[(equals + 1)..]]).Select(item => new CompletionItem(option + item.Label, item.Kind ?? "Value", detail: item.Detail))];
        }

        // As text, with the cursor behind a space, and not as words: the library takes the last word for the one to complete.
        var line = string.Concat(before.Select(word => $"{Quote(word)} "));
        var parsed = root.Parse(line, CommandRunner.Parsing);
        if (parsed.UnmatchedTokens.Count > 0)
        {
            // What stands there is not understood.
            return [];
        }

        var context = parsed.GetCompletionContext() is TextCompletionContext text ? text.AtCursorPosition(line.Length) : parsed.GetCompletionContext();
        var command = parsed.CommandResult.Command;
        if (OptionOf(command, before) is { } valued)
        {
            return Fitting(valued.GetCompletions(context), typed);
        }

        var options = Above(command).SelectMany(each => each.Options).SelectMany(option => option.Aliases.Prepend(option.Name)).ToHashSet(StringComparer.Ordinal);
        var found = Fitting(command.GetCompletions(context), typed)
            // One way to write an option is enough.
            .Where(item => !options.Contains(item.Label) || item.Label.StartsWith("--", StringComparison.Ordinal))
            // 'device DEVICE refresh': the word that says what to do stands behind the device.
            .Where(item => command.Arguments is not [var first, ..] || context.Before(first).Count > 0 || command.Subcommands.All(below => below.Name != item.Label))
            .ToList();
        // Options are many: they are shown to whoever begins one, or where nothing else can stand. A file the shell knows better.
        return typed.Length == 0 && (found.Exists(item => !options.Contains(item.Label)) || command.Arguments.Any(argument => argument.HelpName == "FILE"))
            ? [.. found.Where(item => !options.Contains(item.Label))]
            : found;
    }

    private static List<CompletionItem> Fitting(IEnumerable<CompletionItem> items, string typed) =>
    [
        .. items.Where(item => item.Label.StartsWith(typed, StringComparison.OrdinalIgnoreCase) && (typed.Length > 0 || item.Kind != NodeWords.IdKind))
            .DistinctBy(item => item.Label)
            .OrderBy(item => item.SortText, StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>The words that stand there already for an argument.</summary>
    public static IReadOnlyList<string> Before(this CompletionContext context, Argument argument) => [.. context.ParseResult.GetResult(argument)?.Tokens.Select(token => token.Value) ?? []];

    // The option whose value is being typed; null: none is.
    private static Option? OptionOf(Command command, IReadOnlyList<string> before) => before is [.., var last] && last.StartsWith('-')
        ? Above(command).SelectMany(each => each.Options.Where(option => each == command || option.Recursive))
            .FirstOrDefault(option => option.ValueType != typeof(bool) && option.Arity.MinimumNumberOfValues > 0 && (option.Name == last || option.Aliases.Contains(last)))
        : null;

    private static IEnumerable<Command> Above(Command command) => command.Parents.OfType<Command>().SelectMany(Above).Prepend(command);

    private static string Quote(string word) => word.Length == 0 || word.Any(char.IsWhiteSpace) ? $"\"{word.Replace("\"", "", StringComparison.Ordinal)}\"" : word;
}
