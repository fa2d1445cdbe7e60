using TuyaActors.Hosting;

namespace TuyaActors.Node.Running;

/// <summary>A fleet that lives until it is disposed of; then every socket is closed.</summary>
internal interface IRunningFleet : IAsyncDisposable
{
    /// <summary>The fleet.</summary>
    ITuyaFleet Fleet { get; }
}
