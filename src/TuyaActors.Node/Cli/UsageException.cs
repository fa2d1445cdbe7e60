namespace TuyaActors.Node.Cli;

/// <summary>The command cannot be carried out as given; the sentence names the argument and what is allowed. Ends with <see cref="ExitCode.BadUsage"/>.</summary>
internal sealed class UsageException(string sentence) : Exception(sentence);
