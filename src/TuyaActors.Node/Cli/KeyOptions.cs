using System.CommandLine;
using TuyaActors.Node.Running;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Cli;

/// <summary>The ways to give a local key.</summary>
internal sealed class KeyOptions
{
    /// <summary>The environment variable that a key may come from.</summary>
    public const string Variable = "TUYA_LOCAL_KEY";

    private readonly Option<string?> _key = Options.Text("--key", $"The 16-character local key; better out of the process list: {Variable} or --key-file", "KEY");
    private readonly Option<string?> _file = Options.Text("--key-file", "A file whose first line is the local key", "FILE");

    /// <summary>The options.</summary>
    public IReadOnlyList<Option> All => [_key, _file];

    /// <summary>Whether one of the options is given.</summary>
    public bool IsGiven(ParseResult parsed) => parsed.GetValue(_key) is not null || parsed.GetValue(_file) is not null;

    /// <summary>The key that is given; null: none.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="environment">Where the variable is looked for; null: nowhere.</param>
    /// <exception cref="UsageException">It is none, or given twice.</exception>
    public LocalKey? Read(ParseResult parsed, CommandEnvironment? environment)
    {
        var (source, text) = (parsed.GetValue(_key), parsed.GetValue(_file)) switch
        {
            ({ } given, null) => ("--key", given),
            (null, { } file) => ("--key-file", TextFile.Read("--key-file", file).Split('\n')[0].TrimEnd('\r')),
            (null, null) => (Variable, environment?.Variable(Variable)),
            _ => throw new UsageException("--key and --key-file are both given; allowed is one of them."),
        };
        if (text is null)
        {
            return null;
        }

        return LocalKey.TryParse(text, out var key, out var why) ? key : throw new UsageException($"{source}: {why}");
    }
}
