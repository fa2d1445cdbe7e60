using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace TuyaActors.Chaos.Soak;

/// <summary><c>soak</c>.</summary>
internal static class SoakCommand
{
    /// <summary>Makes it.</summary>
    public static Command Create()
    {
        var usual = new SoakOptions();
        var devices = new Option<int>("--devices") { Description = "How many devices; those behind gateways come on top", DefaultValueFactory = _ => usual.Chaos.Devices };
        var minutes = new Option<double>("--minutes") { Description = "How long. The first quarter is warming up and not judged; histories fill and code is compiled for the first half hour, so that two hours tell more than one", DefaultValueFactory = _ => usual.Chaos.Length.TotalMinutes };
        var seed = new Option<int?>("--seed") { Description = "Of everything that is drawn; none: a new one, which is printed" };
        var sound = new Option<double>("--sound") { Description = "How many seconds a device is sound between two faults, in the mean", DefaultValueFactory = _ => usual.Chaos.MeanSound.TotalSeconds };
        var sample = new Option<double>("--sample") { Description = "Seconds between two samples; counting the actors takes one", DefaultValueFactory = _ => usual.Sample.TotalSeconds };
        var json = new Option<string?>("--json") { Description = "Write all samples and the verdict to this file" };
        Limit(devices, 10_000);
        Limit(minutes, 100_000);
        Limit(sound, 100_000);
        Limit(sample, 3600);

        var command = new Command("soak", "Keeps a fleet under the same mixed load, with faults, for a long time, and judges whether its memory, handles, threads or actors grow. The devices run in another process. Ctrl-C ends it early, with a verdict on what there is.")
        {
            devices, minutes, seed, sound, sample, json,
        };
        command.SetAction(async (parsed, end) =>
        {
            var drawn = parsed.GetValue(seed) ?? Random.Shared.Next();
            Console.WriteLine($"soak with --seed {drawn}; {AkkaEngineInfo.Sentence}");
            var options = usual with
            {
                Chaos = usual.Chaos with
                {
                    Devices = parsed.GetValue(devices),
                    Length = TimeSpan.FromMinutes(parsed.GetValue(minutes)),
                    Seed = drawn,
                    MeanSound = TimeSpan.FromSeconds(parsed.GetValue(sound)),
                },
                Sample = TimeSpan.FromSeconds(parsed.GetValue(sample)),
                Json = parsed.GetValue(json),
            };
            try
            {
                var result = await new SoakRun(options, Console.Out).RunAsync(end);
                SoakTable.Write(Console.Out, result);
                return result.Wrong.Count == 0 ? 0 : 1;
            }
            catch (Exception failed) when (failed is IOException or InvalidOperationException)
            {
                await Console.Error.WriteLineAsync(failed.Message);
                return 1;
            }
        });
        return command;
    }

    private static void Limit<T>(Option<T> option, T most)
        where T : INumber<T> => option.Validators.Add(result =>
        {
            if (result.Tokens is [var word] && !(T.TryParse(word.Value, CultureInfo.InvariantCulture, out var value) && value > T.Zero && value <= most))
                result.AddError($"{option.Name} is '{word.Value}'; allowed: numbers above 0 up to {most}.");
        });
}
