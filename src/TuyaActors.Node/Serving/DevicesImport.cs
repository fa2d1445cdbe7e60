using Serilog.Core;
using TuyaActors.Hosting;
using TuyaActors.Messages;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Running;

namespace TuyaActors.Node.Serving;

/// <summary>Takes a devices file in when a node starts.</summary>
/// <param name="file">The file; null: there is nothing to do.</param>
/// <param name="strict">Whether a file with any problem is refused.</param>
/// <param name="logger">Where it is told what was done and left out.</param>
/// <param name="error">Where it is told why the file is refused.</param>
internal sealed class DevicesImport(DevicesFile? file, bool strict, Logger logger, TextWriter error)
{
    private bool _isChecked;

    /// <summary>Tells what is wrong with the file, before anything is started for it. Only for a fleet that knows no device yet.</summary>
    /// <exception cref="UsageException">The file is refused.</exception>
    public void Check()
    {
        file?.Accept(strict, Tell);
        _isChecked = true;
    }

    /// <summary>Takes in what the file says, over what the fleet knows, and tells in one line what changed.</summary>
    /// <exception cref="UsageException">The file is refused.</exception>
    public async Task RunAsync(ITuyaFleet fleet, CancellationToken end)
    {
        if (file is null)
        {
            return;
        }

        var known = await fleet.GetDefinitionsAsync(cancellationToken: end);
        var devices = file.Over(known.Select(stored => stored.Definition)).Accept(strict, _isChecked ? _ => { } : Tell);
        var reply = await fleet.ImportDevicesAsync(devices, end);
        if (reply is FleetReply.Imported)
        {
            logger.Information("{File}: {Changes}", file.Path, reply.Sentence);
        }
        else
        {
            logger.Error("{File} was not taken in: {Why}", file.Path, reply.Sentence);
        }
    }

    // Refused, the command ends before anybody looks at its log.
    private void Tell(string problem)
    {
        if (strict)
        {
            error.WriteLine(problem);
        }
        else
        {
            logger.Warning("{Problem}", problem);
        }
    }
}
