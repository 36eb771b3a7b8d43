using System.Diagnostics;
using System.Text.Json;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Cli.Benchmarks.Ui;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Labelling;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Results;
using AlignZeg.Datasets.Archives;
using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Cli.Benchmarks;

/// <summary>
/// How fast small images come in from a folder and from each kind of container: found, unpacked, read, hashed, their headers checked, as <c>label --dry-run</c> does it; and over HTTP,
/// as a server takes an archive. Beside it, turn by turn, a plain copy of the same images as files: the disk's own speed.
/// </summary>
/// <param name="count">Images.</param> <param name="repetitions">Turns; medians are reported.</param> <param name="kinds">Which ways in.</param> <param name="json">The last line alone.</param>
internal sealed class IngestBenchmark(int count, int repetitions, IReadOnlyList<string> kinds, bool json)
{
    /// <summary>The ways in.</summary>
    public static readonly string[] Kinds = ["folder", "zip", "tar", "tar.gz", "parquet", Http];

    private const string Http = "http";
    private const int MaxImageBytes = 1 << 20;

    /// <summary>Measures and prints.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var root = new ScratchFolder("bench");
        var images = new SmallImages(count);
        string plain = await images.WriteFolderAsync(Path.Combine(root.Path, "plain"), cancellationToken);
        var rows = new List<object>();
        foreach (var kind in kinds) rows.Add(await MeasureAsync(kind, images, plain, root.Path, cancellationToken));
        Console.Out.WriteLine(JsonSerializer.Serialize(new { Benchmark = "ingest", Images = count, Repetitions = repetitions, images.Bytes, Kinds = rows }, ResultJson.Line));
        return ExitCode.Done;
    }

    private async Task<object> MeasureAsync(string kind, SmallImages images, string plain, string root, CancellationToken cancellationToken)
    {
        string source = kind == "folder" ? plain : Path.Combine(root, $"images.{(kind == Http ? "tar" : kind)}");
        if (kind != "folder") await images.WriteAsync(source, cancellationToken);
        var (taken, copied, peak) = (new List<double>(), new List<double>(), 0L);
        for (int turn = 0; turn < repetitions; turn++)
        {
            PeakMemory.Reset();
            taken.Add(kind == Http ? await SendAsync(source, Path.Combine(root, "server"), cancellationToken) : await TakeAsync(source, Path.Combine(root, "room"), cancellationToken));
            peak = Math.Max(peak, PeakMemory.Megabytes());
            copied.Add(Copy(plain, Path.Combine(root, "copy")));
        }

        if (kind != "folder") File.Delete(source);
        var (seconds, disk) = (Medians.Of(taken), Medians.Of(copied));
        if (!json) Console.Out.WriteLine($"{kind}: {Figures.Rate(count / seconds)} images/s, {Figures.Bytes((long)(images.Bytes / seconds))}/s; plain copy {Figures.Rate(count / disk)} images/s; peak {peak} MB");
        return new
        {
            Kind = kind, ImagesPerSecond = Math.Round(count / seconds, 1), MbPerSecond = Math.Round(images.Bytes / seconds / 1e6, 3),
            CopyImagesPerSecond = Math.Round(count / disk, 1), CopyMbPerSecond = Math.Round(images.Bytes / disk / 1e6, 3), PeakMegabytes = peak,
        };
    }

    private async Task<double> TakeAsync(string source, string room, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        var found = await ImageInputs.FindAsync([source], new(() => room, new ArchiveLimits(MaxImageBytes), NameForm.Composed), cancellationToken);
        ImageEntry[] entries = [.. found.Entries];
        var scanned = await new ImageScan(new ImageDecoder()).RunAsync(entries, null, cancellationToken);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (scanned.Count(one => one.Counts) != count) throw CommandException.Failed($"{scanned.Count(one => one.Counts)} of {count} images came out of '{source}'.");
        if (Directory.Exists(room)) Directory.Delete(room, recursive: true);
        return seconds;
    }

    /// <summary>A server of its own each time: what it has, it does not store again.</summary>
    private static async Task<double> SendAsync(string archive, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        double seconds;
        using (var server = await UiServer.StartAsync(folder, cancellationToken))
        {
            long started = Stopwatch.GetTimestamp();
            await server.Client.Datasets.UploadArchiveAsync("bench", () => File.OpenRead(archive), "application/x-tar", cancellationToken);
            seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        }

        Directory.Delete(folder, recursive: true);
        return seconds;
    }

    private static double Copy(string from, string to)
    {
        long started = Stopwatch.GetTimestamp();
        PlainCopy.Run(from, to);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Directory.Delete(to, recursive: true);
        return seconds;
    }
}
