using TuyaActors.Node.Cli;
using TuyaActors.Node.Json;
using TuyaActors.Node.Running;
using TuyaActors.Simulator;

namespace TuyaActors.Node.Simulation;

/// <summary>The file behind <c>--report</c>: what <c>GET /api/simulation</c> of a node answers, for whoever watches from outside.</summary>
internal sealed class SimulationReport(TuyaSimulator simulator, string path, Action<string> tell)
{
    /// <summary>The option's name.</summary>
    public const string Option = "--report";

    /// <summary>What the option does, for the help.</summary>
    public const string Description = "Write what the devices have counted as JSON, double connections among it: at the start, while it changes each second, and at the end (see README)";

    private byte[] _written = [];
    private bool _isTold;

    /// <summary>Writes it, if there is anything new.</summary>
    /// <exception cref="UsageException">It cannot be written.</exception>
    public void Write()
    {
        var now = JsonText.Utf8(SimulationJson.Of(simulator));
        if (!now.AsSpan().SequenceEqual(_written))
        {
            WholeFile.Write(Option, path, now, ownerOnly: false);
            _written = now;
        }
    }

    /// <summary>Writes it; a disk that is full now may not be so later, so trouble is only told, and not again until it is over.</summary>
    public void TryWrite()
    {
        try
        {
            Write();
            _isTold = false;
        }
        catch (UsageException refused)
        {
            if (!_isTold)
            {
                _isTold = true;
                tell(refused.Message);
            }
        }
    }
}
