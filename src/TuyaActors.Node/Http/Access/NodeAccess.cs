namespace TuyaActors.Node.Http.Access;

/// <summary>Who may come to a node's HTTP face, and how much of it he may use.</summary>
internal sealed record NodeAccess
{
    /// <summary>What everybody is asked for; null: nobody is asked.</summary>
    public AccessToken? Token { get; init; }

    /// <summary>Other names that the node is called by.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>This machine's name.</summary>
    public string Machine { get; init; } = Environment.MachineName;

    /// <summary>How much is too much.</summary>
    public HttpLimits Limits { get; init; } = new();
}
