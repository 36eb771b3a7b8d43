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

/// <summary>How fast label maps become each format, beside a plain copy of the files that the export made: the disk's own speed, turn by turn.</summary>
/// <param name="count">Scenes to draw.</param> <param name="copies">How many names each scene's label map has: scenes times names are the images.</param> <param name="repetitions">Turns; medians are reported.</param> <param name="formats">Which formats.</param> <param name="json">The last line alone.</param>
internal sealed class ExportBenchmark(int count, int copies, int repetitions, IReadOnlyList<ExportFormat> formats, bool json)
{
    private const int Seed = 78, WarmUp = 50;
    private readonly int _images = count * copies;

    /// <summary>Measures and prints.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var root = new ScratchFolder("bench");
        await WorldFolder.WriteAsync(Path.Combine(root.Path, "world"), count, Seed, cancellationToken);
        Multiply(Path.Combine(root.Path, "world", "truth"));
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
                string name = Path.Combine(maps, $"{Path.GetFileNameWithoutExtension(map)}-{i:D5}.png");
                if (!HardLink.TryCreate(name, map)) File.Copy(map, name);
            }
        }
    }

    private async Task<object> MeasureAsync(ExportFormat format, string root, CancellationToken cancellationToken)
    {
        var (source, output, copy) = (new LabelFolderSource(Path.Combine(root, "world", "truth"), Path.Combine(root, "world", "vocabulary.json"), ".jpg"), Path.Combine(root, "export"), Path.Combine(root, "copy"));
        var (export, plain, bytes, peak) = (new List<double>(), new List<double>(), 0L, 0L);
        for (int turn = 0; turn <= repetitions; turn++)
        {
            PeakMemory.Reset();
            var started = Stopwatch.GetTimestamp();
            await WriteAsync(format, source, output, most: turn == 0 ? WarmUp : int.MaxValue, cancellationToken);
            var wrote = Stopwatch.GetElapsedTime(started).TotalSeconds;
            peak = Math.Max(peak, PeakMemory.Megabytes());
            started = Stopwatch.GetTimestamp();
            PlainCopy.Run(output, copy);
            var copied = Stopwatch.GetElapsedTime(started).TotalSeconds;
            bytes = new DirectoryInfo(copy).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
            Directory.Delete(output, recursive: true);
            Directory.Delete(copy, recursive: true);
            if (turn == 0) continue; // compiled code is warm after this one
            export.Add(wrote);
            plain.Add(copied);
        }

        var (seconds, disk) = (Medians.Of(export), Medians.Of(plain));
        if (!json) Console.Out.WriteLine($"{format.Name}: {Figures.Rate(_images / seconds)} images/s, {Figures.Bytes((long)(bytes / seconds))}/s; plain copy {Figures.Bytes((long)(bytes / disk))}/s; peak {peak} MB");
        return new { Format = format.Name, ImagesPerSecond = Math.Round(_images / seconds, 1), MbPerSecond = Math.Round(bytes / seconds / 1e6, 3), CopyMbPerSecond = Math.Round(bytes / disk / 1e6, 3), Bytes = bytes, PeakMegabytes = peak };
    }

    /// <summary>What <c>alignzeg export</c> does, the round trip included, without its table.</summary>
    private static async Task WriteAsync(ExportFormat format, LabelFolderSource source, string output, int most, CancellationToken cancellationToken)
    {
        using var session = new ExportSession(format, new(Directory.CreateDirectory(output).FullName), await source.ReadClassesAsync(cancellationToken));
        await foreach (var item in source.ReadAsync(cancellationToken).Take(most))
            session.Add(item.Name, item.Stem, LabelMapPng.Decode(await File.ReadAllBytesAsync(item.Map!, cancellationToken), item.Map!));
        session.Complete(partial: false);
    }
}
