using System.Text.Json;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Exports;
using AlignZeg.Cli.Labelling;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Reports;
using AlignZeg.Cli.Results;
using AlignZeg.Datasets.Exports;
using AlignZeg.Datasets.Manifests;
using AlignZeg.Datasets.Splits;
using Spectre.Console;

namespace AlignZeg.Cli.Splits;

/// <summary>Cuts images into parts by their bytes: a list or manifest per part, and <c>split-report.json</c>.</summary>
internal sealed class SplitRun(SplitRequest request, IProgressView view, TimeProvider time)
{
    private const string ReportName = "split-report.json";
    private readonly long[] _counts = new long[request.Split.Parts.Count];
    private readonly HashSet<UInt128> _known = [];      // half a hash tells pictures apart well enough to count them
    private readonly List<LeftOutImage> _leftOut = [];
    private long _duplicates;

    /// <summary>Splits everything.</summary>
    /// <returns>The exit code, see <see cref="ExitCode"/>.</returns>
    /// <exception cref="CommandException">An input is missing, or the output cannot be used.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var images = LocalImages.Find(request.Inputs, cancellationToken);
        using var output = ExportOutput.Begin(request.Output, null, overwrite: false);
        await WriteAsync(output.Folder, images, cancellationToken);
        if (_counts.Sum() == 0) throw CommandException.BadInput($"None of the {Figures.Images(images.Count)} can be read; the first: {_leftOut[0].Reason}");
        var report = new
        {
            Rule = "sha256(seed, sha256(bytes))",
            request.Seed,
            Parts = request.Split.Parts.Select((part, i) => new { part.Name, part.Share, Images = _counts[i] }),
            Images = _counts.Sum(),
            Duplicates = _duplicates,
            LeftOut = _leftOut.Count,
            LeftOutImages = _leftOut,
        };
        await ResultJson.WriteFileAsync(output.Folder.PathOf(ReportName), report, cancellationToken);
        output.Complete();
        if (request.Json) Console.Out.WriteLine(JsonSerializer.Serialize(new { Event = "summary", report.Rule, report.Seed, report.Parts, report.Images, report.Duplicates, report.LeftOut, report.LeftOutImages }, ResultJson.Line));
        else Show();
        return _leftOut.Count > 0 ? ExitCode.DoneWithFailedItems : ExitCode.Done;
    }

    private async Task WriteAsync(ExportFolder folder, ImageInputs images, CancellationToken cancellationToken)
    {
        using var files = new SplitFiles(folder, request.Split.Parts, request.Manifests ? request.Output : null);
        var (done, started) = (0L, time.GetTimestamp());
        ProgressSnapshot Snapshot() => new(done, images.Count, _leftOut.Count, 0, time.GetElapsedTime(started));
        await foreach (var image in HashedImages.ReadAsync(images.Entries, cancellationToken))
        {
            if (image.Sha256 is { } hash) Add(files, image, hash, images.OriginOf((int)done));
            else _leftOut.Add(new(image.Image.Name, image.Problem!));
            done++;
            view.Update(Snapshot());
        }

        view.Finish(Snapshot());
    }

    private void Add(SplitFiles files, HashedImage image, byte[] hash, ImageOrigin origin)
    {
        var part = request.Split.PartOf(hash);
        files.Add(part, image, origin);
        _counts[part]++;
        if (!_known.Add(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash))) _duplicates++;
    }

    private void Show()
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("Part").AddColumn(new TableColumn("Images").RightAligned()).AddColumn(new TableColumn("%").RightAligned()).AddColumn(new TableColumn("asked for %").RightAligned());
        var (total, shares) = ((double)_counts.Sum(), request.Split.Parts.Sum(part => part.Share));
        foreach (var (part, count) in request.Split.Parts.Zip(_counts)) table.AddRow(part.Name, Figures.Count(count), Figures.Percent(count / total), Figures.Percent(part.Share / shares));
        ClosingTable.Console().Write(table);
        Console.Out.WriteLine($"{Figures.Images((long)total)} in {request.Output}; an image stays in its part whatever is added.");
        if (_duplicates > 0) Console.Out.WriteLine($"{Figures.Images(_duplicates)} repeat another one, and lie in the same part as it.");
        foreach (var one in _leftOut.Take(5)) Console.Out.WriteLine($"Left out: {one.Name}: {one.Reason}");
        if (_leftOut.Count > 0) Console.Out.WriteLine($"{Figures.Images(_leftOut.Count)} left out; see {ReportName}.");
    }
}
