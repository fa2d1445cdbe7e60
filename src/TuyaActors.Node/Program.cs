using TuyaActors.Node.Cli;

using var signals = new EndSignals();
return await CommandRunner.RunAsync(args, CommandEnvironment.OfProcess(), signals.End);
