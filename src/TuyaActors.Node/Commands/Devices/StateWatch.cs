using Spectre.Console;
using Spectre.Console.Rendering;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Json;
using TuyaActors.Node.Running;
using TuyaActors.Node.Screen;

namespace TuyaActors.Node.Commands.Devices;

/// <summary>How each device of a running node stands, again and again, as <c>top</c> does.</summary>
internal sealed class StateWatch(CommandEnvironment environment, StateList list)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    // The column heads, "... and n more", an empty line, the summary, and the line that the cursor is in.
    private const int Frame = 5;

    /// <summary>Shows it until the end.</summary>
    /// <exception cref="UsageException">There is no terminal to show it on.</exception>
    public async Task<int> RunAsync(CancellationToken end)
    {
        var screen = environment.IsTerminal ? environment.Screen(environment.Out) : null;
        if (screen is not { Profile.Capabilities.Ansi: true })
        {
            throw new UsageException("--watch draws on a terminal, and this is none; 'tuyactors watch' tells what happens line by line.");
        }

        // What stood on the screen goes up out of sight, and can be scrolled back to.
        screen.Write(new Text(new string('\n', screen.Profile.Height)));
        try
        {
            for (IRenderable? shown = null; ;)
            {
                var trouble = "";
                try
                {
                    if ((await list.AskAsync(end)).IsOk(out var devices, out var problem))
                    {
                        shown = Draw(devices, await list.SummaryAsync(devices, end), screen);
                    }
                    else if (shown is null)
                    {
                        return ProblemReport.Write(environment, problem);
                    }
                    else
                    {
                        trouble = problem.Detail;
                    }
                }
                catch (NodeUnreachableException gone) when (shown is not null)
                {
                    // It may come back; until then the list stands as it was.
                    trouble = gone.Message;
                }

                screen.Write(new FullScreen(trouble.Length == 0 ? shown! : new Rows(shown!, new Text(OneLine.Cut(OneLine.Of(trouble), screen.Profile.Width), new Style(Color.Red)))));
                await Task.Delay(Period, environment.Time, end);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return ExitCode.Ok;
        }
    }

    private Rows Draw(DevicesJson devices, string summary, IAnsiConsole screen)
    {
        var (width, room) = (screen.Profile.Width, Math.Max(1, screen.Profile.Height - Frame));
        var table = FittedTable.Draw(StateList.Columns(environment.Time.GetUtcNow(), devices.Devices), [.. devices.Devices.Take(room)], width);
        var more = devices.Devices.Count > room ? $"... and {devices.Devices.Count - room} more" : "";
        return new Rows(table, new Text(more), new Text(OneLine.Cut($"{summary}; Ctrl-C ends", width)));
    }

    // Everything in one piece, so that nothing flickers.
    private sealed class FullScreen(IRenderable inner) : Renderable
    {
        private const string HomeAndErase = "\u001b[H\u001b[J";

        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => inner.Render(options, maxWidth).Prepend(Segment.Control(HomeAndErase));
    }
}
