using System.Globalization;

namespace TuyaActors.Node.Configuration;

/// <summary>Where the value of a setting comes from.</summary>
/// <param name="Source">Which of the ways.</param>
/// <param name="Where">The flag, the variable or the file.</param>
/// <param name="Line">The line in the file, where it is known.</param>
internal sealed record Origin(OriginSource Source, string Where = "", int? Line = null)
{
    /// <summary>Nobody has said anything.</summary>
    public static Origin Default { get; } = new(OriginSource.Default);

    /// <summary>"--urls", "TUYACTORS_URLS", "tuyactors.conf:12", "default".</summary>
    public override string ToString() => (Source, Line) switch
    {
        (OriginSource.Default, _) => "default",
        (OriginSource.File, { } line) => string.Create(CultureInfo.InvariantCulture, $"{Where}:{line}"),
        _ => Where,
    };
}

/// <summary>The ways to say a setting; the former go before the latter.</summary>
internal enum OriginSource
{
    /// <summary>On the command line.</summary>
    Flag,

    /// <summary>By an environment variable.</summary>
    Environment,

    /// <summary>In the configuration file.</summary>
    File,

    /// <summary>Not at all.</summary>
    Default,
}

/// <summary>What was said for a setting.</summary>
/// <param name="Origin">Where.</param>
/// <param name="Subject">What a refusal begins with, for it names what its reader has to change.</param>
/// <param name="Texts">The texts; of a switch <c>on</c> or <c>off</c>, if it is one of the command line.</param>
internal sealed record Given(Origin Origin, string Subject, IReadOnlyList<string> Texts)
{
    /// <summary>The one text.</summary>
    public string Text => string.Join(';', Texts);
}
