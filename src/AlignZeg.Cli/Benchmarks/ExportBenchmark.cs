using System.Diagnostics;
using System.Text.Json;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Exports;
using AlignZeg.Cli.Labelling;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Results;
using AlignZeg.Cli.Worlds;
using AlignZeg.Datasets.Exports;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Cli.Benchmarks;

/// <summary>
/// How fast label maps become each format, beside a plain copy of the files that the export made: the disk's own speed, turn by turn. And what memory that takes, for all images and before that for
/// a tenth of them: what an export needs does not grow with their number.
/// </summary>
/// <param name="count">Scenes to draw.</param> <param name="copies">How many names each scene's label map has: scenes times names are the images.</param> <param name="repetitions">Turns; medians are reported.</param> <param name="formats">Which formats.</param> <param name="json">The last line alone.</param>
internal sealed class ExportBenchmark(int count, int copies, int repetitions, IReadOnlyList<ExportFormat> formats, bool json)
{
    private const int Seed = 78;
    private readonly int _images = count * copies, _tenth = Math.Max(1, count * copies / 10);

    /// <summary>Measures and prints.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var root = new ScratchFolder("bench");
        await WorldFolder.WriteAsync(Path.Combine(root.Path, "world"), count, Seed, cancellationToken);
        string maps = Path.Combine(root.Path, "world", "truth");
        Multiply(maps);
        TakeTenth(maps, Path.Combine(root.Path, "tenth"));
        var rows = new List<object>();
        foreach (var format in formats) rows.Add(await MeasureAsync(format, root.Path, cancellationToken));
        Console.Out.WriteLine(JsonSerializer.Serialize(new { Benchmark = "export", Images = _images, Repetitions = repetitions, Formats = rows }, ResultJson.Line));
        return ExitCode.Done;
    }

    /// <summary>Gives each map further names; it is one file.</summary>
    private void Multiply(string maps)
    {
        foreach (string map in Directory.GetFiles(maps))
        {
            for (int i = 1; i < copies; i++)
            {
                Link(map, Path.Combine(maps, $"{Path.GetFileNameWithoutExtension(map)}-{i:D5}.png"));
            }
        }
    }

    private void TakeTenth(string maps, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string map in Directory.EnumerateFiles(maps, "*.png").Take(_tenth)) Link(map, Path.Combine(folder, Path.GetFileName(map)));
    }

    private static void Link(string file, string name)
    {
        if (!HardLink.TryCreate(name, file)) File.Copy(file, name);
    }

    private async Task<object> MeasureAsync(ExportFormat format, string root, CancellationToken cancellationToken)
    {
        var (classes, output, copy) = (Path.Combine(root, "world", "vocabulary.json"), Path.Combine(root, "export"), Path.Combine(root, "copy"));
        var few = await WriteAsync(format, new(Path.Combine(root, "tenth"), classes, ".jpg"), _tenth, output, cancellationToken); // compiled code is warm after this one
        Directory.Delete(output, recursive: true);
        var (export, plain, bytes) = (new List<MeasuredTurn>(), new List<double>(), 0L);
        for (int turn = 0; turn < repetitions; turn++)
        {
            export.Add(await WriteAsync(format, new(Path.Combine(root, "world", "truth"), classes, ".jpg"), _images, output, cancellationToken));
            var started = Stopwatch.GetTimestamp();
            PlainCopy.Run(output, copy);
            plain.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            bytes = new DirectoryInfo(copy).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
            Directory.Delete(output, recursive: true);
            Directory.Delete(copy, recursive: true);
        }

        var (seconds, disk, memory) = (Medians.Of([.. export.Select(turn => turn.Seconds)]), Medians.Of(plain), MeasuredMemory.Of(few, _tenth, export, _images));
        if (!json) Console.Out.WriteLine($"{format.Name}: {Figures.Rate(_images / seconds)} images/s, {Figures.Bytes((long)(bytes / seconds))}/s; plain copy {Figures.Bytes((long)(bytes / disk))}/s; {memory}");

        return new
        {
            Format = format.Name, ImagesPerSecond = Math.Round(_images / seconds, 1), MbPerSecond = Math.Round(bytes / seconds / 1e6, 3), CopyMbPerSecond = Math.Round(bytes / disk / 1e6, 3), Bytes = bytes,
            memory.PeakMegabytes, memory.TenthPeakMegabytes, memory.HeldBytesPerImage,
        };
    }

    /// <summary>What <c>alignzeg export</c> does, the round trip included, without its table.</summary>
    private static async Task<MeasuredTurn> WriteAsync(ExportFormat format, LabelFolderSource source, int images, string output, CancellationToken cancellationToken)
    {
        PeakMemory.Reset();
        var (started, looking, held) = (Stopwatch.GetTimestamp(), TimeSpan.Zero, 0L);
        using (var session = new ExportSession(format, new(Directory.CreateDirectory(output).FullName), await source.ReadClassesAsync(cancellationToken)))
        {
            await foreach (var (number, item) in source.ReadAsync(cancellationToken).Index())
            {
                session.Add(item.Name, item.Stem, LabelMapPng.Decode(await File.ReadAllBytesAsync(item.Map!, cancellationToken), item.Map!));
                if (number + 1 < images) continue;
                long before = Stopwatch.GetTimestamp();
                held = HeldMemory.Bytes(); // here, where the source still has what it keeps
                looking = Stopwatch.GetElapsedTime(before);
            }

            session.Complete(partial: false);
        }

        return new((Stopwatch.GetElapsedTime(started) - looking).TotalSeconds, held, PeakMemory.Megabytes());
    }
}
