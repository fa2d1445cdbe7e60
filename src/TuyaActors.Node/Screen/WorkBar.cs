using Spectre.Console;
using TuyaActors.Node.Cli;

namespace TuyaActors.Node.Screen;

/// <summary>Shows a person at a terminal that something that takes a while goes on; on standard error, and nothing of it stays. Another program sees none of it.</summary>
internal static class WorkBar
{
    // What is done sooner needs no bar, which would only flicker.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(0.4);

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(0.1);

    /// <summary>Does the work, with a bar for it where somebody looks.</summary>
    /// <param name="environment">The world.</param>
    /// <param name="isQuiet">Whether none is wanted, as beside JSON.</param>
    /// <param name="what">What is done: "setting values of 3 devices".</param>
    /// <param name="atMost">How long it takes at most; null: that is not known.</param>
    /// <param name="work">Begins the work.</param>
    public static async Task<T> RunAsync<T>(CommandEnvironment environment, bool isQuiet, string what, TimeSpan? atMost, Func<Task<T>> work)
    {
        if (isQuiet || !environment.IsTerminal || !environment.IsErrorTerminal
            || environment.Screen(environment.Error) is not { Profile.Capabilities: { Ansi: true, Interactive: true } } screen)
        {
            return await work();
        }

        var began = environment.Time.GetTimestamp();
        // Elsewhere, since not all work waits for something at once: a large file is read first.
        var going = Task.Run(work);
        if (!await IsOverAsync(going, Soon, environment.Time))
        {
            await ShowAsync(screen, environment.Time, began, what, atMost, going);
        }

        return await going;
    }

    private static Task ShowAsync(IAnsiConsole screen, TimeProvider time, long began, string what, TimeSpan? atMost, Task going) => screen.Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new ElapsedTimeColumn())
        .StartAsync(async progress =>
        {
            var bar = progress.AddTask(Markup.Escape(OneLine.Of(what)), maxValue: (atMost ?? TimeSpan.FromSeconds(1)).TotalSeconds);
            bar.IsIndeterminate = atMost is null;
            do
            {
                if (!bar.IsIndeterminate)
                {
                    bar.Value = Math.Min(time.GetElapsedTime(began).TotalSeconds, bar.MaxValue);
                }
            }
            while (!await IsOverAsync(going, Period, time));
        });

    private static async Task<bool> IsOverAsync(Task going, TimeSpan within, TimeProvider time)
    {
        using var over = new CancellationTokenSource();
        await Task.WhenAny(going, Task.Delay(within, time, over.Token));
        await over.CancelAsync();
        return going.IsCompleted;
    }
}
