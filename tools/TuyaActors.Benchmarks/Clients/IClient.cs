namespace TuyaActors.Benchmarks.Clients;

/// <summary>Somebody who keeps many devices connected and takes in what they report.</summary>
internal interface IClient : IAsyncDisposable
{
    /// <summary>Reports that have come to the end of their way.</summary>
    long Reports { get; }

    /// <summary>Reports that were lost on it, as far as that was said.</summary>
    long Missed { get; }

    /// <summary>Begins to connect.</summary>
    Task StartAsync(IReadOnlyList<BareDevice> devices);

    /// <summary>How many are online now.</summary>
    Task<int> CountOnlineAsync();

    /// <summary>Asks what the state of all devices is, and answers how many told; as far as the client keeps one.</summary>
    Task<int> QueryAsync();
}
