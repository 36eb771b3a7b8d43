using System.Text.Json;
using System.Text.Json.Nodes;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Results;
using AlignZeg.Datasets.Metrics;
using Spectre.Console;

namespace AlignZeg.Cli.Evaluation;

/// <summary>Scores for a person, as a table, or for a machine, as one line of JSON.</summary>
internal sealed class EvaluationReport
{
    /// <summary>Above that many classes the confusion matrix is written as its cells that are not 0.</summary>
    private const int MostDense = 2000;

    private static readonly JsonSerializerOptions WithNulls = new(ResultJson.Line) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.Never };

    private readonly ClassList _classes;
    private readonly ConfusionMatrix _matrix;
    private readonly SegmentationScores _scores;
    private readonly long _images, _leftOut;

    /// <summary>Scores what was counted.</summary>
    /// <param name="classes">By id.</param> <param name="matrix">The counts.</param> <param name="images">Pairs counted.</param> <param name="leftOut">Predictions without truth.</param>
    public EvaluationReport(ClassList classes, ConfusionMatrix matrix, long images, long leftOut)
    {
        (_classes, _matrix, _images, _leftOut) = (classes, matrix, images, leftOut);
        var ids = Enumerable.Range(0, classes.Names.Count).ToList();
        _scores = SegmentationScores.Of(matrix, new(ids.FindAll(id => classes.Seen[id] == true), ids.FindAll(id => classes.Seen[id] == false)));
    }

    /// <summary>Prints it.</summary>
    public void Write(bool json)
    {
        if (json) Console.Out.WriteLine(ToJson().ToJsonString(WithNulls));
        else WriteTable();
    }

    /// <summary>All numbers; what is undefined is null.</summary>
    internal JsonObject ToJson()
    {
        var named = JsonSerializer.SerializeToNode(_scores, WithNulls)!.AsObject();
        foreach (var one in named["classes"]!.AsArray()) one!["name"] = _classes.Names[one["class"]!.GetValue<int>()];
        (named["event"], named["images"], named["predictions_without_truth"]) = ("summary", _images, _leftOut);
        named["iou"] = JsonSerializer.SerializeToNode(_scores.Classes.Select(one => one.Iou), WithNulls);
        named["no_class"] = JsonSerializer.SerializeToNode(NoClass(), WithNulls);
        if (_matrix.Classes <= MostDense) named["confusion"] = JsonSerializer.SerializeToNode(Dense(), WithNulls);
        else named["confusion_cells"] = JsonSerializer.SerializeToNode(_matrix.Cells.Where(cell => cell.Predicted is not null).Select(cell => new[] { cell.Truth, cell.Predicted!.Value, cell.Pixels }), WithNulls);
        return named;
    }

    /// <summary>Pixels by true class and predicted class.</summary>
    private long[][] Dense()
    {
        var rows = Enumerable.Range(0, _matrix.Classes).Select(_ => new long[_matrix.Classes]).ToArray();
        foreach (var cell in _matrix.Cells.Where(cell => cell.Predicted is not null)) rows[cell.Truth][cell.Predicted!.Value] = cell.Pixels;
        return rows;
    }

    /// <summary>Pixels by true class whose prediction is no class: they are in the denominators.</summary>
    private long[] NoClass()
    {
        var pixels = new long[_matrix.Classes];
        foreach (var cell in _matrix.Cells.Where(cell => cell.Predicted is null)) pixels[cell.Truth] = cell.Pixels;
        return pixels;
    }

    /// <summary>Says, for a person, how many predictions were not scored; nothing if all were.</summary>
    internal static void WriteLeftOut(long predictions)
    {
        if (predictions > 0) Console.Out.WriteLine($"{Figures.Count(predictions)} {(predictions == 1 ? "prediction has no truth and was" : "predictions have no truth and were")} left out.");
    }

    private void WriteTable()
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("Class").AddColumn("Masks in training")
            .AddColumn(new TableColumn("True pixels").RightAligned()).AddColumn(new TableColumn("IoU %").RightAligned()).AddColumn(new TableColumn("Found %").RightAligned());
        foreach (var one in _scores.Classes)
            table.AddRow(Markup.Escape(_classes.Names[one.Class]), _classes.Seen[one.Class] switch { true => "seen", false => "unseen", null => "" }, Figures.Count(one.TruthPixels), Figures.Percent(one.Iou), Figures.Percent(one.Accuracy));
        Reports.ClosingTable.Console().Write(table);
        Console.Out.WriteLine($"{Figures.Images(_images)}: mIoU {Figures.Percent(_scores.MeanIou)} %, seen {Figures.Percent(_scores.MeanIouSeen)} %, unseen {Figures.Percent(_scores.MeanIouUnseen)} %, "
            + $"hIoU {Figures.Percent(_scores.HarmonicIou)} %, pixel accuracy {Figures.Percent(_scores.PixelAccuracy)} %");
        WriteLeftOut(_leftOut);
    }
}
