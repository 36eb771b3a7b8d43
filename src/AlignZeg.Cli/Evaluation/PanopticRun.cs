using System.Text.Json;
using System.Text.Json.Nodes;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Progress;
using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.Metrics;
using Spectre.Console;

namespace AlignZeg.Cli.Evaluation;

/// <summary>Panoptic quality of COCO panoptic files: segments from the JSON, pixels from its PNGs, id = R + 256 G + 65536 B. The pixels of a few images are in memory at a time.</summary>
internal sealed class PanopticRun(EvaluationRequest request, IProgressView view, TimeProvider time)
{
    private static readonly ImageDecoder Decoder = new();

    /// <summary>True if the request is about panoptic files.</summary>
    public static bool Is(EvaluationRequest request) => new[] { request.Predictions, request.Truth }.All(path => path.EndsWith(".json", StringComparison.OrdinalIgnoreCase));

    /// <summary>Scores every image of the truth.</summary>
    /// <exception cref="CommandException">A file is missing, or map and JSON do not fit.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var truth = await PanopticFile.ReadAsync(request.Truth, cancellationToken);
        var predictions = await PanopticFile.ReadAsync(request.Predictions, cancellationToken);
        var quality = Count(predictions, truth, cancellationToken);
        Show(quality, truth, predictions.Maps.Count - truth.Maps.Count);
        return ExitCode.Done;
    }

    private PanopticQuality Count(PanopticFile predictions, PanopticFile truth, CancellationToken cancellationToken)
    {
        var (quality, started, done) = (new PanopticQuality(), time.GetTimestamp(), 0L);
        ProgressSnapshot Snapshot() => new(done, truth.Maps.Count, 0, 0, time.GetElapsedTime(started));
        var counted = PanopticPairs.Of(truth, predictions).AsParallel().AsOrdered().WithMergeOptions(ParallelMergeOptions.NotBuffered).WithCancellation(cancellationToken)
            .Select(pair => Compare(predictions, pair.Prediction, truth, pair.Truth));
        foreach (var one in counted)
        {
            quality.Merge(one); // in the order of the file, so that sums come out the same each time
            done++;
            view.Update(Snapshot());
        }

        view.Finish(Snapshot());
        return quality;
    }

    private static PanopticQuality Compare(PanopticFile predictions, PanopticMap prediction, PanopticFile truth, PanopticMap expected)
    {
        try
        {
            var quality = new PanopticQuality();
            quality.Add(Ids(predictions, prediction), prediction.Segments, Ids(truth, expected), expected.Segments);
            return quality;
        }
        catch (TruthMismatchException exception)
        {
            throw CommandException.BadInput($"The image '{expected.FileName}': {exception.Message}", exception);
        }
    }

    private static int[] Ids(PanopticFile file, PanopticMap map)
    {
        var path = Path.Combine(file.Folder, map.FileName);
        try
        {
            var image = Decoder.Decode(File.ReadAllBytes(path), path);
            var ids = new int[image.Width * image.Height];
            for (int i = 0; i < ids.Length; i++) ids[i] = image.Pixels[3 * i] | (image.Pixels[3 * i + 1] << 8) | (image.Pixels[3 * i + 2] << 16);
            return ids;
        }
        catch (IOException exception)
        {
            throw CommandException.BadInput($"There is no '{path}', which '{file.Path}' names; complete the folder.", exception);
        }
        catch (ImageRefusedException exception)
        {
            throw CommandException.BadInput(exception.Message, exception);
        }
    }

    private void Show(PanopticQuality quality, PanopticFile truth, int leftOut)
    {
        List<(string Name, PanopticScores Scores)> groups =
        [
            ("all", PanopticScores.Of(quality.Categories)), ("things", PanopticScores.Of(Part(quality, truth, things: true))), ("stuff", PanopticScores.Of(Part(quality, truth, things: false))),
        ];
        if (request.Json) Console.Out.WriteLine(ToJson(quality, truth, groups, leftOut).ToJsonString());
        else WriteTables(quality, truth, groups, leftOut);
    }

    private static IReadOnlyCollection<PanopticCounts> Part(PanopticQuality quality, PanopticFile truth, bool things) =>
        [.. quality.Categories.Where(one => truth.Categories.TryGetValue(one.Category, out var category) && category.IsThing == things)];

    private static JsonObject ToJson(PanopticQuality quality, PanopticFile truth, List<(string Name, PanopticScores Scores)> groups, int leftOut)
    {
        var json = new JsonObject { ["event"] = "summary", ["images"] = truth.Maps.Count, ["predictions_without_truth"] = leftOut };
        foreach (var (name, scores) in groups) json[name] = JsonSerializer.SerializeToNode(scores);
        foreach (var score in new[] { "pq", "sq", "rq" }) json[score] = json["all"]![score]?.DeepClone();
        json["categories"] = new JsonArray([.. quality.Categories.Select(one =>
        {
            var node = JsonSerializer.SerializeToNode(one)!;
            node["name"] = truth.Categories.GetValueOrDefault(one.Category)?.Name;
            return node;
        })]);
        return json;
    }

    private static void WriteTables(PanopticQuality quality, PanopticFile truth, List<(string Name, PanopticScores Scores)> groups, int leftOut)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("Category");
        foreach (var column in new[] { "PQ %", "SQ %", "RQ %", "Matched", "Spurious", "Missed" }) table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var one in quality.Categories)
        {
            table.AddRow(
                Markup.Escape(truth.Categories.GetValueOrDefault(one.Category)?.Name ?? one.Category.ToString()), Figures.Percent(one.Quality), Figures.Percent(one.SegmentationQuality),
                Figures.Percent(one.RecognitionQuality), Figures.Count(one.Matched), Figures.Count(one.Spurious), Figures.Count(one.Missed));
        }

        Reports.ClosingTable.Console().Write(table);
        foreach (var (name, scores) in groups)
            Console.Out.WriteLine($"{Figures.Images(truth.Maps.Count)}, {name} ({scores.Categories}): PQ {Figures.Percent(scores.Quality)} %, SQ {Figures.Percent(scores.SegmentationQuality)} %, RQ {Figures.Percent(scores.RecognitionQuality)} %");
        EvaluationReport.WriteLeftOut(leftOut);
    }
}
