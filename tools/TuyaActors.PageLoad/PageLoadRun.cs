using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using TuyaActors.Crash;

namespace TuyaActors.PageLoad;

/// <summary>The whole of it: devices, node, then nobody, then pages and readers, then nobody again.</summary>
internal sealed partial class PageLoadRun(PageLoadOptions options, TextWriter output)
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(10);

    public async Task<int> RunAsync(CancellationToken end)
    {
        var folder = Directory.CreateTempSubdirectory("tuyactors-page-load-").FullName;
        try
        {
            using var simulator = await StartDevicesAsync(folder, end);
            using var node = NodeProcess.Start(
                options.Program, "serve", "--devices", Path.Combine(folder, "devices.json"), "--memory", "--plain", "--urls", "http://127.0.0.1:0", "--config", Path.Combine(folder, "node.conf"));
            var url = await node.UrlAsync(end) ?? throw new InvalidOperationException($"the node has ended: {string.Join('\n', node.Lines)}");
            using var client = new HttpClient { BaseAddress = url };
            await AllOnlineAsync(client, end);
            output.WriteLine($"{options.Devices} devices are online, each reports {options.Pushes} times a second");
            return await MeasureAsync(node, client, end);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<int> MeasureAsync(NodeProcess node, HttpClient client, CancellationToken end)
    {
        var before = await PhaseAsync("nobody looks", options.Alone, node, client, [], null, end);
        await using var pages = await Pages.OpenAsync(client.BaseAddress!, options.Pages, output);
        var readers = Enumerable.Range(0, options.Readers).Select(_ => new EventReader(client.BaseAddress!)).ToList();
        var watched = await PhaseAsync($"{pages?.Count ?? 0} pages and {readers.Count} readers", options.Watched, node, client, readers, pages, end);
        List<string> failures = [.. readers.Select(reader => reader.Failure).OfType<string>().Select(why => $"a reader failed: {why}"), .. pages?.Problems ?? []];
        var missed = readers.Sum(reader => reader.Missed);
        foreach (var reader in readers)
            await reader.DisposeAsync();
        if (pages is not null)
            await pages.DisposeAsync();
        var after = await PhaseAsync("nobody looks again", options.Alone, node, client, [], null, end);

        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"node, cores:  {Median(before, s => s.NodeCpu):0.000} with nobody, {Median(watched, s => s.NodeCpu):0.000} watched ({Median(watched, s => s.NodeCpu) / Median(before, s => s.NodeCpu):0.00} times), {Median(after, s => s.NodeCpu):0.000} with nobody again"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"node, memory: {Flat(watched, s => s.NodeMemory)}; its heap: {Flat(watched, s => s.NodeHeap)}"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"a reader:     {Median(watched, s => s.Events):0} events a second; told to have missed some {missed} times, all readers together"));
        if (pages is not null)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"a page:       {Median(watched, s => s.PageCpu):0.000} cores of its main thread; live heap: {Flat(watched, s => s.PageHeap)}; DOM nodes: {Flat(watched, s => s.PageNodes, 1, "")}"));
        failures.ForEach(output.WriteLine);
        return failures.Count == 0 ? 0 : 1;
    }

    private async Task<List<Sample>> PhaseAsync(
        string name, TimeSpan length, NodeProcess node, HttpClient client, List<EventReader> readers, IPageSet? pages, CancellationToken end)
    {
        output.WriteLine();
        output.WriteLine($"{name}, for {length.TotalMinutes:0.#} minutes");
        output.WriteLine("     at  node cores  node MB  heap MB  events/s  page cores  page MB  DOM nodes");
        var samples = new List<Sample>();
        var began = TimeProvider.System.GetTimestamp();
        var last = (At: TimeSpan.Zero, Cpu: node.ProcessorTime, Events: readers.Sum(r => r.Events), Pages: pages is null ? 0 : (await pages.LookAsync()).Busy);
        while (last.At < length)
        {
            await Task.Delay(Between, end);
            var at = TimeProvider.System.GetElapsedTime(began);
            var (cpu, events) = (node.ProcessorTime, readers.Sum(r => r.Events));
            var page = pages is null ? default : await pages.LookAsync();
            var seconds = (at - last.At).TotalSeconds;
            var sample = new Sample(
                at,
                (cpu - last.Cpu).TotalSeconds / seconds,
                node.WorkingSet,
                await HeapAsync(client, end),
                readers.Count == 0 ? 0 : (events - last.Events) / seconds / readers.Count,
                pages is null ? 0 : (page.Busy - last.Pages) / seconds / pages.Count,
                page.Heap,
                page.Nodes);
            samples.Add(sample);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{at.TotalSeconds,5:0} s  {sample.NodeCpu,10:0.000}  {sample.NodeMemory / 1e6,7:0.0}  {sample.NodeHeap / 1e6,7:0.0}  {sample.Events,8:0}  {sample.PageCpu,10:0.000}  {sample.PageHeap / 1e6,7:0.0}  {sample.PageNodes,9}"));
            last = (at, cpu, events, page.Busy);
        }

        return samples;
    }

    private async Task<NodeProcess> StartDevicesAsync(string folder, CancellationToken end)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "faults.json"), string.Create(CultureInfo.InvariantCulture, $$$"""[{"faults":{"pushesPerSecond":{{{options.Pushes}}}}}]"""), end);
        await File.WriteAllTextAsync(Path.Combine(folder, "node.conf"), "tuya.discovery.enabled = off", end);
        var simulator = NodeProcess.Start(
            options.Program,
            "simulate", "--count", $"{options.Devices}", "--base", options.FirstAddress, "--quiet", "--no-broadcast",
            "--devices-file", Path.Combine(folder, "devices.json"), "--faults", Path.Combine(folder, "faults.json"));
        while (!File.Exists(Path.Combine(folder, "devices.json")))
        {
            if (simulator.HasEnded)
                throw new InvalidOperationException($"the devices have ended: {string.Join('\n', simulator.Lines)}");
            await Task.Delay(100, end);
        }

        return simulator;
    }

    private async Task AllOnlineAsync(HttpClient client, CancellationToken end)
    {
        while (true)
        {
            using var fleet = JsonDocument.Parse(await client.GetStringAsync(new Uri("/api/fleet", UriKind.Relative), end));
            if (fleet.RootElement.GetProperty("online").GetInt32() >= options.Devices)
                return;
            await Task.Delay(500, end);
        }
    }

    private static async Task<long> HeapAsync(HttpClient client, CancellationToken end) =>
        Heap().Match(await client.GetStringAsync(new Uri("/metrics?devices=false", UriKind.Relative), end)) is { Success: true } heap
            ? (long)double.Parse(heap.Groups[1].Value, CultureInfo.InvariantCulture)
            : 0;

    private static double Median(IEnumerable<Sample> samples, Func<Sample, double> value)
    {
        var sorted = samples.Select(value).Order().ToList();
        return sorted.Count == 0 ? double.NaN : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    // The first third against the last: what grows shows.
    private static string Flat(List<Sample> samples, Func<Sample, double> value, double unit = 1e6, string word = " MB")
    {
        var third = Math.Max(1, samples.Count / 3);
        var (first, last) = (Median(samples.Take(third), value), Median(samples.TakeLast(third), value));
        return string.Create(CultureInfo.InvariantCulture, $"{first / unit:0.0}{word} in the first third, {last / unit:0.0}{word} in the last ({last / first:0.00} times)");
    }

    [GeneratedRegex("""^dotnet_gc_last_collection_memory_committed_size_bytes(?:\{[^}]*\})? ([0-9.eE+]+)$""", RegexOptions.Multiline)]
    private static partial Regex Heap();
}
