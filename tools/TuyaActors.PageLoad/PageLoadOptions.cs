namespace TuyaActors.PageLoad;

/// <summary>What is measured.</summary>
internal sealed record PageLoadOptions
{
    public required int Devices { get; init; }

    public required double Pushes { get; init; }

    public required int Pages { get; init; }

    public required int Readers { get; init; }

    public required TimeSpan Watched { get; init; }

    public required TimeSpan Alone { get; init; }

    public required string Program { get; init; }

    public required string FirstAddress { get; init; }
}
