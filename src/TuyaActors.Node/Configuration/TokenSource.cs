using TuyaActors.Node.Cli;
using TuyaActors.Node.Http.Access;

namespace TuyaActors.Node.Configuration;

/// <summary>The token that was given, and where.</summary>
/// <param name="Token">The token.</param>
/// <param name="Origin">Where it comes from.</param>
/// <param name="Subject">The same, for sentences.</param>
/// <param name="File">The file that it was read from; null: from none.</param>
internal sealed record TokenSource(AccessToken Token, Origin Origin, string Subject, string? File)
{
    /// <summary>Reads it: the flag goes before the environment, and that before the files. Null: there is none.</summary>
    /// <exception cref="UsageException">It cannot be used; the sentence does not quote it.</exception>
    public static TokenSource? Read(Given? flag, NodeEnvironment environment, IEnumerable<ConfigFile> files)
    {
        if (flag is not null)
        {
            return FromFile(flag);
        }

        var (token, named) = (environment.Raw(NodeSettings.TokenVariable), environment.Raw(NodeSettings.TokenFile.Variable));
        if ((token ?? named) is { } given)
        {
            if (token is not null && named is not null)
            {
                throw new UsageException($"{token.Subject} and {named.Subject} are both set; allowed is one of them.");
            }

            // Empty is not unset: a variable that failed to be filled must not open the node to everybody.
            return given == named ? FromFile(named)
                : AccessToken.TryParse(given.Text, out var read, out var why) ? new TokenSource(read, given.Origin, given.Subject, null)
                : throw new UsageException($"{given.Subject}: the token cannot be used: {why}.");
        }

        return files.Select(file => file.Find(NodeSettings.TokenFile)).FirstOrDefault(given => given is not null) is { } inFile ? FromFile(inFile) : null;
    }

    private static TokenSource FromFile(Given named) => new(TokenFile.Read(named.Subject, named.Text), named.Origin, named.Subject, named.Text);
}
