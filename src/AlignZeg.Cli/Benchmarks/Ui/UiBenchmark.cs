using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AlignZeg.Cli.Labelling;
using AlignZeg.Cli.Results;
using AlignZeg.Cli.Worlds;
using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.Worlds;

namespace AlignZeg.Cli.Benchmarks.Ui;

/// <summary>
/// The pages in a real browser, on a server that runs beside it on the same processors: from opening an image's address until its classes are painted over it, with
/// nothing kept and with all kept; and how many frames a second there are while an image of 8000 x 6000 pixels is panned at its own size.
/// </summary>
/// <param name="chromium">The browser.</param> <param name="seconds">Of panning.</param> <param name="repetitions">Of opening; medians are reported.</param> <param name="json">The last line alone.</param>
internal sealed class UiBenchmark(string chromium, int seconds, int repetitions, bool json)
{
    private const int Seed = 79, Small = 24, Width = 8_000, Height = 6_000, Pace = 8; // ms between moves of the pointer: more than frames

    // The stage clears its canvas once for each frame that it draws: frames are counted that were drawn, not those that could have been.
    private const string NoteFrames = """
        window.frames_ = [];
        const clear = CanvasRenderingContext2D.prototype.clearRect;
        CanvasRenderingContext2D.prototype.clearRect = function (...area) { window.frames_.push(performance.now()); return clear.apply(this, area); };
        """;

    private static readonly string[] Scopes = ["read", "label", "admin"];

    /// <summary>Measures and prints one JSON line.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var root = new ScratchFolder("bench");
        using var browser = await ChromiumProcess.StartAsync(chromium, Path.Combine(root.Path, "profile"), cancellationToken);
        using var server = await UiServer.StartAsync(root.Path, cancellationToken);
        await LabelAsync(server, root.Path, cancellationToken);
        using var page = await browser.PageAsync(cancellationToken);
        await SignInAsync(page, server, cancellationToken);
        var small = await OpenAsync(page, new(server.Address, "/ui/jobs/small/results/3"), cancellationToken);
        var large = await OpenAsync(page, new(server.Address, "/ui/jobs/large/results/0"), cancellationToken);
        var frames = await PanAsync(page, cancellationToken);
        Print(small, large, frames);
        return Commands.ExitCode.Done;
    }

    private async Task LabelAsync(UiServer server, string root, CancellationToken cancellationToken)
    {
        string world = Path.Combine(root, "world");
        await WorldFolder.WriteAsync(world, Small, Seed, cancellationToken);
        string vocabulary = await File.ReadAllTextAsync(Path.Combine(world, "vocabulary.json"), cancellationToken);
        byte[][] scenes = [.. Directory.EnumerateFiles(Path.Combine(world, "images")).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
        await server.LabelAsync("small", vocabulary, scenes, cancellationToken);
        Say($"A scene of {Width} x {Height} pixels is drawn and labelled; that takes longer than all that is measured.");
        byte[] large = await Task.Run(() => ImageEncoder.EncodeJpeg(new SceneSampler(World.Create(), Seed).Draw(0, Width, Height).Image), cancellationToken);
        await server.LabelAsync("large", vocabulary, [large], cancellationToken);
    }

    // As the page does it: for the tab alone.
    private static async Task SignInAsync(DevTools page, UiServer server, CancellationToken cancellationToken)
    {
        await page.CallAsync("Page.navigate", new { url = new Uri(server.Address, "/ui/").ToString() }, cancellationToken);
        await UntilAsync(page, "document.querySelector('form') !== null", cancellationToken);
        string session = JsonSerializer.Serialize(new { key = server.Key, tenant = "operator", scopes = Scopes });
        await page.EvaluateAsync($"sessionStorage.setItem('alignzeg.key', {JsonSerializer.Serialize(session)})", cancellationToken);
    }

    private async Task<OpenedPage> OpenAsync(DevTools page, Uri address, CancellationToken cancellationToken)
    {
        var (cold, warm, bytes) = (new List<double>(), new List<double>(), new List<double>());
        for (int turn = 0; turn <= repetitions; turn++)
        {
            await page.CallAsync("Network.clearBrowserCache", new { }, cancellationToken);
            page.Forget();
            double first = await OverlayAsync(page, address, cancellationToken);
            await page.EvaluateAsync("new Promise(resolve => setTimeout(resolve, 1000))", cancellationToken); // what comes behind the overlay is sent too
            double again = await OverlayAsync(page, address, cancellationToken);
            if (turn == 0) continue; // small pictures are made and code is warm after this one
            cold.Add(first);
            warm.Add(again);
            bytes.Add(page.Bytes);
        }

        var found = new OpenedPage(Math.Round(Medians.Of(cold)), Math.Round(Medians.Of(warm)), (long)Medians.Of(bytes));
        Say($"{address.AbsolutePath}: overlay after {found.FirstMs} ms with nothing kept, {found.AgainMs} ms again; {Progress.Figures.Bytes(found.Bytes)}");
        return found;
    }

    private static async Task<double> OverlayAsync(DevTools page, Uri address, CancellationToken cancellationToken)
    {
        await page.CallAsync("Page.navigate", new { url = "about:blank" }, cancellationToken);
        await page.CallAsync("Page.navigate", new { url = address.ToString() }, cancellationToken);
        await UntilAsync(page, "performance.getEntriesByName('overlay').length > 0", cancellationToken);
        return (await page.EvaluateAsync("performance.getEntriesByName('overlay')[0].startTime", cancellationToken)).GetDouble();
    }

    private async Task<PannedFrames> PanAsync(DevTools page, CancellationToken cancellationToken)
    {
        await page.EvaluateAsync("document.querySelector('.stage canvas').dispatchEvent(new KeyboardEvent('keydown', { key: '1', bubbles: true })); new Promise(resolve => setTimeout(resolve, 1500))", cancellationToken);
        await MouseAsync(page, "mousePressed", 700, 500, cancellationToken);
        await page.EvaluateAsync(NoteFrames, cancellationToken);
        long start = Stopwatch.GetTimestamp();
        for (double passed; (passed = Stopwatch.GetElapsedTime(start).TotalSeconds) < seconds; await Task.Delay(Pace, cancellationToken))
            await MouseAsync(page, "mouseMoved", 700 + 350 * Math.Sin(2 * passed), 500 + 250 * Math.Sin(3 * passed), cancellationToken); // there and back: tiles are cut and used again
        var times = (await page.EvaluateAsync("window.frames_", cancellationToken)).EnumerateArray().Select(at => at.GetDouble()).ToList();
        await MouseAsync(page, "mouseReleased", 700, 500, cancellationToken);
        if (times.Count < 2) throw Commands.CommandException.Failed("The image does not move; that is no measure.");
        double[] gaps = [.. times.Zip(times.Skip(1), (one, next) => next - one)];
        var found = new PannedFrames(Math.Round(1_000 * gaps.Length / (times[^1] - times[0]), 1), Math.Round(Percentile.Of(gaps, 0.99), 1), Math.Round(gaps.Max(), 1));
        Say(string.Create(CultureInfo.InvariantCulture, $"Panning {Width} x {Height} at its own size: {found.PerSecond} frames/s, 99 % within {found.P99Ms} ms, the longest {found.LongestMs} ms"));
        return found;
    }

    private static async Task MouseAsync(DevTools page, string type, double x, double y, CancellationToken cancellationToken) =>
        await page.CallAsync("Input.dispatchMouseEvent", new { type, x, y, button = "left", buttons = type == "mouseReleased" ? 0 : 1, clickCount = type == "mouseMoved" ? 0 : 1 }, cancellationToken);

    private static async Task UntilAsync(DevTools page, string condition, CancellationToken cancellationToken)
    {
        for (long start = Stopwatch.GetTimestamp(); !(await page.EvaluateAsync($"Boolean({condition})", cancellationToken)).GetBoolean(); await Task.Delay(20, cancellationToken))
            if (Stopwatch.GetElapsedTime(start).TotalSeconds > 60) throw Commands.CommandException.Failed($"The page does not come to: {condition}");
    }

    private void Say(string line)
    {
        if (!json) Console.Out.WriteLine(line);
    }

    private static void Print(OpenedPage small, OpenedPage large, PannedFrames frames) => Console.Out.WriteLine(JsonSerializer.Serialize(new
    {
        Benchmark = "ui",
        FirstOverlayMs = small.FirstMs,
        FirstOverlayKeptMs = small.AgainMs,
        FirstBytes = small.Bytes,
        LargeMegapixels = Width * Height / 1_000_000,
        LargeOverlayMs = large.FirstMs,
        LargeOverlayKeptMs = large.AgainMs,
        LargeBytes = large.Bytes,
        PanFramesPerSecond = frames.PerSecond,
        PanP99Ms = frames.P99Ms,
        PanLongestMs = frames.LongestMs,
    }, ResultJson.Line));
}

/// <summary>What it takes to see an image with its classes.</summary>
/// <param name="FirstMs">From opening the address until the classes are painted, with nothing kept.</param> <param name="AgainMs">With all kept.</param> <param name="Bytes">That both together were sent.</param>
internal sealed record OpenedPage(double FirstMs, double AgainMs, long Bytes);

/// <summary>How smoothly an image moves.</summary>
/// <param name="PerSecond">Frames.</param> <param name="P99Ms">99 % of frames come within this.</param> <param name="LongestMs">The longest pause.</param>
internal sealed record PannedFrames(double PerSecond, double P99Ms, double LongestMs);
