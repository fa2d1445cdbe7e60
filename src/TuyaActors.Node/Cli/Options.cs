using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using TuyaActors.Interop;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Cli;

/// <summary>Options of the kinds that several commands have; a refusal names the option and what is allowed.</summary>
internal static class Options
{
    /// <summary>A whole number within bounds.</summary>
    public static Option<int?> Integer(string name, string description, int lowest, int highest) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => int.TryParse(Text(result), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= lowest && value <= highest
            ? value
            : Refuse<int?>(result, name, $"{lowest} to {highest}"),
    };

    /// <summary>Whole numbers within bounds, one each time the option is given.</summary>
    public static Option<int[]> Integers(string name, string description, int lowest, int highest) => new(name)
    {
        Description = description,
        HelpName = "N",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result =>
        {
            var numbers = new List<int>();
            foreach (var token in result.Tokens)
            {
                if (int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= lowest && number <= highest)
                {
                    numbers.Add(number);
                }
                else
                {
                    result.AddError($"{name} is '{token.Value}'; allowed: {lowest} to {highest}.");
                }
            }

            return [.. numbers];
        },
    };

    /// <summary>A span of time in seconds, fractions allowed.</summary>
    public static Option<TimeSpan?> Seconds(string name, string description, double highest = 86_400) => new(name)
    {
        Description = description,
        HelpName = "SECONDS",
        CustomParser = result => double.TryParse(Text(result), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value > 0 && value <= highest
            ? TimeSpan.FromSeconds(value)
            : Refuse<TimeSpan?>(result, name, string.Create(CultureInfo.InvariantCulture, $"seconds, above 0 and up to {highest}, such as 5 or 0.5")),
    };

    /// <summary>An IP address.</summary>
    public static Option<IPAddress?> Address(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "ADDRESS",
        // IPAddress alone would take "8" for 0.0.0.8.
        CustomParser = result => Text(result) is var text && text.AsSpan().ContainsAny('.', ':') && IPAddress.TryParse(text, out var address)
            ? address
            : Refuse<IPAddress?>(result, name, "an IP address such as 192.168.1.20"),
    };

    /// <summary>An IP address, or auto.</summary>
    public static Option<AddressChoice?> AddressOrAuto(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "ADDRESS",
        CustomParser = result => Text(result) switch
        {
            "auto" => new AddressChoice(null),
            var text when text.AsSpan().ContainsAny('.', ':') && IPAddress.TryParse(text, out var address) => new AddressChoice(address),
            _ => Refuse<AddressChoice>(result, name, "an IP address such as 192.168.1.20, and auto"),
        },
    };

    /// <summary>How to connect.</summary>
    public static Option<ConnectionMode?> Connection(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "HOW",
        CustomParser = result => ConnectionModes.TryParse(Text(result), out var mode) ? mode : Refuse<ConnectionMode?>(result, name, ConnectionModes.Allowed),
    };

    /// <summary>Words, one each time the option is given.</summary>
    /// <param name="name">The option's name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="helpName">What stands for a word in the help.</param>
    /// <param name="known">The words that a shell completes; null: none.</param>
    public static Option<string[]> Words(string name, string description, string helpName, Func<CompletionContext, IEnumerable<CompletionItem>>? known = null)
    {
        var option = new Option<string[]>(name) { Description = description, HelpName = helpName, Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };
        if (known is not null)
        {
            option.CompletionSources.Add(known);
        }

        return option;
    }

    /// <summary>One of these words, without regard to case.</summary>
    public static Option<string?> Word(string name, string description, string helpName, IReadOnlyList<string> allowed)
    {
        var option = new Option<string?>(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result => Allowed(allowed, Text(result)) ?? Refuse<string>(result, name, string.Join(", ", allowed)),
        };
        option.CompletionSources.Add([.. allowed]);
        return option;
    }

    /// <summary>Some of these words, one each time the option is given.</summary>
    public static Option<string[]> WordsOf(string name, string description, string helpName, IReadOnlyList<string> allowed)
    {
        var option = Words(name, description, helpName);
        option.CustomParser = result =>
        {
            foreach (var token in result.Tokens.Where(token => Allowed(allowed, token.Value) is null).Take(1))
            {
                result.AddError($"{name} is '{token.Value}'; allowed: {string.Join(", ", allowed)}.");
            }

            return [.. result.Tokens.Select(token => Allowed(allowed, token.Value)).OfType<string>()];
        };
        option.CompletionSources.Add([.. allowed]);
        return option;
    }

    /// <summary>A protocol version, or auto.</summary>
    public static Option<VersionChoice?> Version(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "VERSION",
        CustomParser = result => Text(result) switch
        {
            "auto" => new VersionChoice(null),
            var text when ProtocolVersions.TryParse(text, out var version) => new VersionChoice(version),
            _ => Refuse<VersionChoice>(result, name, $"{string.Join(", ", ProtocolVersions.All.Select(v => v.ToText()))} and auto"),
        },
    };

    /// <summary>A text.</summary>
    public static Option<string?> Text(string name, string description, string helpName) => new(name) { Description = description, HelpName = helpName };

    /// <summary>A switch.</summary>
    public static Option<bool> Switch(string name, string description) => new(name) { Description = description };

    private static string? Allowed(IReadOnlyList<string> allowed, string text) => allowed.FirstOrDefault(word => string.Equals(word, text, StringComparison.OrdinalIgnoreCase));

    private static string Text(ArgumentResult result) => result.Tokens.Count == 1 ? result.Tokens[0].Value : "";

    private static T? Refuse<T>(ArgumentResult result, string name, string allowed)
    {
        result.AddError($"{name} is '{Text(result)}'; allowed: {allowed}.");
        return default;
    }
}

/// <summary>An address that was told; <c>null</c> in it: to be found.</summary>
internal sealed record AddressChoice(IPAddress? Address);

/// <summary>A version that was told; <c>null</c> in it: to be found out.</summary>
internal sealed record VersionChoice(ProtocolVersion? Version);
