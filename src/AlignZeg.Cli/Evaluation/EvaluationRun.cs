using System.Text.Json;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Labelling;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Results;
using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Datasets.Metrics;
using Spectre.Console;

namespace AlignZeg.Cli.Evaluation;

/// <summary>Scores a folder of label maps against a folder of true ones.</summary>
internal sealed class EvaluationRun(string predictions, string truth, string classesFile, string? split, bool json)
{
    /// <summary>Compares every true map with the prediction of its name.</summary>
    /// <exception cref="CommandException">A folder or file is missing, or a pair does not fit.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        foreach (var folder in new[] { predictions, truth })
        {
            if (!Directory.Exists(folder)) throw CommandException.BadInput($"There is no folder '{folder}'; give a folder of label maps (PNG).");
        }
        var classes = await ReadClassesAsync(cancellationToken);
        var pairs = Pairs();
        var matrix = new ConfusionMatrix(classes.Count);
        var gate = new Lock();
        await Parallel.ForEachAsync(pairs, cancellationToken, async (pair, token) =>
        {
            var one = await CompareAsync(pair.Prediction, pair.Truth, classes.Count, token);
            lock (gate) matrix.Merge(one);
        });
        var file = ClassSplitFile.Find(split, truth, classesFile);
        var seen = file is null ? new bool?[classes.Count] : await ClassSplitFile.ReadAsync(file, classes, cancellationToken);
        Show(SegmentationScores.Of(matrix, SplitOf(seen)), classes, seen, pairs.Count);
        return ExitCode.Done;
    }

    private static ClassSplit SplitOf(bool?[] seen)
    {
        var ids = Enumerable.Range(0, seen.Length).ToList();
        return new(ids.FindAll(id => seen[id] == true), ids.FindAll(id => seen[id] == false));
    }

    private List<(string Prediction, string Truth)> Pairs()
    {
        var maps = Directory.EnumerateFiles(truth, "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        if (maps.Count == 0) throw CommandException.BadInput($"The folder '{truth}' holds no label map (PNG).");
        var pairs = maps.ConvertAll(map => (Prediction: Path.Combine(predictions, Path.GetRelativePath(truth, map)), Truth: map));
        var missing = pairs.FindAll(pair => !File.Exists(pair.Prediction));
        return missing.Count == 0 ? pairs
            : throw CommandException.BadInput($"{missing.Count:N0} of {pairs.Count:N0} true maps have no prediction, the first is '{missing[0].Prediction}'; scores of a part would mislead.");
    }

    private static async Task<ConfusionMatrix> CompareAsync(string prediction, string truth, int classes, CancellationToken cancellationToken)
    {
        try
        {
            var matrix = new ConfusionMatrix(classes);
            matrix.Add(
                LabelMapPng.Decode(await File.ReadAllBytesAsync(prediction, cancellationToken), prediction),
                LabelMapPng.Decode(await File.ReadAllBytesAsync(truth, cancellationToken), truth));
            return matrix;
        }
        catch (TruthMismatchException exception)
        {
            throw CommandException.BadInput($"The truth '{truth}' does not fit its prediction: {exception.Message}", exception);
        }
        catch (ImageRefusedException exception)
        {
            throw CommandException.BadInput(exception.Message, exception);
        }
    }

    private async Task<IReadOnlyList<string>> ReadClassesAsync(CancellationToken cancellationToken)
    {
        if (Path.GetFileName(classesFile) != "classes.json") return [.. (await LabelPlan.ReadVocabularyAsync(classesFile, cancellationToken)).Classes.Select(one => one.Name)];
        try
        {
            using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(classesFile, cancellationToken));
            return [.. document.RootElement.EnumerateArray().Select(one => one.GetProperty("name").GetString()!)];
        }
        catch (Exception exception) when (exception is IOException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw CommandException.BadInput($"The file '{classesFile}' is not the classes.json of a job: {exception.Message}", exception);
        }
    }

    private void Show(SegmentationScores scores, IReadOnlyList<string> classes, bool?[] seen, int images)
    {
        if (json)
        {
            var named = JsonSerializer.SerializeToNode(scores, ResultJson.Line)!.AsObject();
            foreach (var one in named["classes"]!.AsArray()) one!["name"] = classes[one["class"]!.GetValue<int>()];
            (named["event"], named["images"]) = ("summary", images);
            Console.Out.WriteLine(named.ToJsonString(ResultJson.Line));
            return;
        }
        var table = new Table().Border(TableBorder.Rounded).AddColumn("Class").AddColumn("Masks in training")
            .AddColumn(new TableColumn("True pixels").RightAligned()).AddColumn(new TableColumn("IoU %").RightAligned()).AddColumn(new TableColumn("Found %").RightAligned());
        foreach (var one in scores.Classes)
            table.AddRow(Markup.Escape(classes[one.Class]), seen[one.Class] switch { true => "seen", false => "unseen", null => "" }, Figures.Count(one.TruthPixels), Figures.Percent(one.Iou), Figures.Percent(one.Accuracy));
        Reports.ClosingTable.Console().Write(table);
        Console.Out.WriteLine($"{Figures.Images(images)}: mIoU {Figures.Percent(scores.MeanIou)} %, seen {Figures.Percent(scores.MeanIouSeen)} %, unseen {Figures.Percent(scores.MeanIouUnseen)} %, "
            + $"hIoU {Figures.Percent(scores.HarmonicIou)} %, pixel accuracy {Figures.Percent(scores.PixelAccuracy)} %");
    }
}
