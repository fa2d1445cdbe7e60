namespace TuyaActors.Node.Running;

/// <summary>Leaves signals to <see cref="Cli.EndSignals"/>, the one place that knows them.</summary>
internal sealed class NoSignalsLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
