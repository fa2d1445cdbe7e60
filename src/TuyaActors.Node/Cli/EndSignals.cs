using System.Runtime.InteropServices;

namespace TuyaActors.Node.Cli;

/// <summary>Turns Ctrl-C and the service manager's SIGTERM into one cancellation. The second signal ends the process at once, as ever.</summary>
internal sealed class EndSignals : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    public EndSignals()
    {
        foreach (var signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT])
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, OnSignal));
        }
    }

    public CancellationToken End => _end.Token;

    public void Dispose()
    {
        _registrations.ForEach(r => r.Dispose());
        _end.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        if (_end.IsCancellationRequested)
        {
            return;
        }

        context.Cancel = true;
        // Handlers of the token run elsewhere: a signal handler must return.
        ThreadPool.QueueUserWorkItem(static end => end.Cancel(), _end, preferLocal: false);
    }
}
