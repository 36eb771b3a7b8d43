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
/// as a server takes an archive. Beside it, turn by turn, a plain copy of the same images as files: the disk's own speed. And what memory that takes of this process, over HTTP of the server, for all images and before that for a tenth of them.
/// </summary>
/// <param name="count">Images.</param> <param name="repetitions">Turns; medians are reported.</param> <param name="kinds">Which ways in.</param> <param name="json">The last line alone.</param>
internal sealed class IngestBenchmark(int count, int repetitions, IReadOnlyList<string> kinds, bool json)
{
    /// <summary>The ways in.</summary>
    public static readonly string[] Kinds = [Folder, "zip", "tar", "tar.gz", "parquet", Http];

    private const string Folder = "folder", Http = "http";
    private const int MaxImageBytes = 1 << 20;
    private readonly int _tenth = Math.Max(1, count / 10);

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
        string tenth = await SourceAsync(kind, new SmallImages(_tenth), Path.Combine(root, "tenth"), cancellationToken);
        var few = await TurnAsync(kind, tenth, _tenth, root, cancellationToken); // compiled code is warm after this one
        string source = kind == Folder ? plain : await SourceAsync(kind, images, root, cancellationToken);
        var (taken, copied) = (new List<MeasuredTurn>(), new List<double>());
        for (int turn = 0; turn < repetitions; turn++)
        {
            taken.Add(await TurnAsync(kind, source, count, root, cancellationToken));
            copied.Add(Copy(plain, Path.Combine(root, "copy")));
        }

        Directory.Delete(Path.Combine(root, "tenth"), recursive: true);
        if (kind != Folder) File.Delete(source);
        var (seconds, disk, memory) = (Medians.Of([.. taken.Select(turn => turn.Seconds)]), Medians.Of(copied), MeasuredMemory.Of(few, _tenth, taken, count));
        if (!json) Console.Out.WriteLine($"{kind}: {Figures.Rate(count / seconds)} images/s, {Figures.Bytes((long)(images.Bytes / seconds))}/s; plain copy {Figures.Rate(count / disk)} images/s; {memory}");

        return new
        {
            Kind = kind, ImagesPerSecond = Math.Round(count / seconds, 1), MbPerSecond = Math.Round(images.Bytes / seconds / 1e6, 3),
            CopyImagesPerSecond = Math.Round(count / disk, 1), CopyMbPerSecond = Math.Round(images.Bytes / disk / 1e6, 3),
            memory.PeakMegabytes, memory.TenthPeakMegabytes, memory.HeldBytesPerImage,
        };
    }

    private static async Task<string> SourceAsync(string kind, SmallImages images, string root, CancellationToken cancellationToken)
    {
        if (kind == Folder) return await images.WriteFolderAsync(root, cancellationToken);
        string source = Path.Combine(Directory.CreateDirectory(root).FullName, $"images.{(kind == Http ? "tar" : kind)}");
        await images.WriteAsync(source, cancellationToken);
        return source;
    }

    private static async Task<MeasuredTurn> TurnAsync(string kind, string source, int images, string root, CancellationToken cancellationToken)
    {
        if (kind == Http) return await SendAsync(source, Path.Combine(root, "server"), cancellationToken);
        PeakMemory.Reset();
        var (seconds, held) = await TakeAsync(source, images, Path.Combine(root, "room"), cancellationToken);
        return new(seconds, held, PeakMemory.Megabytes());
    }

    private static async Task<(double Seconds, long Held)> TakeAsync(string source, int images, string room, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        var found = await ImageInputs.FindAsync([source], new(() => room, new ArchiveLimits(MaxImageBytes), NameForm.Composed), cancellationToken);
        var scanned = await new ImageScan(new ImageDecoder()).RunAsync(found.Entries, null, cancellationToken);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        long held = HeldMemory.Bytes();
        if (found.Count != images || scanned.Count(one => one.Counts) != images) throw CommandException.Failed($"{scanned.Count(one => one.Counts)} of {images} images came out of '{source}'.");
        if (Directory.Exists(room)) Directory.Delete(room, recursive: true);
        return (seconds, held);
    }

    /// <summary>A server of its own each time: what it has, it does not store again.</summary>
    private static async Task<MeasuredTurn> SendAsync(string archive, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        MeasuredTurn turn;
        using (var server = await UiServer.StartAsync(folder, cancellationToken))
        {
            long started = Stopwatch.GetTimestamp();
            await server.Client.Datasets.UploadArchiveAsync("bench", () => File.OpenRead(archive), "application/x-tar", cancellationToken);
            turn = new(Stopwatch.GetElapsedTime(started).TotalSeconds, null, server.PeakMegabytes);
        }

        Directory.Delete(folder, recursive: true);
        return turn;
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
