using System.Text.Json.Serialization;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Results;
using AlignZeg.Grains.Vocabularies;

namespace AlignZeg.Cli.Reports;

/// <summary>Everything on the page but the pictures.</summary>
internal sealed record ReportContent
{
    public required string Title { get; init; }

    public required string Subtitle { get; init; }

    public required IReadOnlyList<ReportTile> Tiles { get; init; }

    public required IReadOnlyList<ReportFact> Facts { get; init; }

    public required IReadOnlyList<ReportClass> Classes { get; init; }

    [JsonPropertyName("hasTruth")]
    public required bool HasTruth { get; init; }

    [JsonPropertyName("hasSplit")]
    public required bool HasSplit { get; init; }

    /// <summary>What the page leaves out; null if nothing.</summary>
    public string? Sample { get; init; }

    public required IReadOnlyList<ReportFailure> Failures { get; init; }

    [JsonPropertyName("failuresNote")]
    public required string FailuresNote { get; init; }

    /// <summary>The images to draw; written one by one, not with the rest.</summary>
    [JsonIgnore]
    public IReadOnlyList<ImageRecord> Cards { get; init; } = [];

    public static ReportContent Of(JobSummary summary, JobTotals totals, ReportSample sample, VocabularyDefinition vocabulary) => new()
    {
        Title = $"{Figures.Images(summary.Images)} labelled with {Figures.Count(summary.Classes.Count)} {(summary.Classes.Count == 1 ? "class" : "classes")}",
        Subtitle = totals.HasTruth ? "Predictions beside the ground truth, scored per pixel." : "Predictions of an open-vocabulary model for the classes you named.",
        Tiles = TilesOf(summary),
        Facts = [new("Model", summary.Model), new("Vocabulary", summary.Vocabulary), new("Job", summary.Job), new("Unclaimed pixels", Figures.Count(totals.UnclaimedPixels))],
        Classes = ClassesOf(summary, vocabulary),
        HasTruth = totals.HasTruth,
        HasSplit = summary.Classes.Any(one => one.Seen is not null),
        Sample = sample.Note,
        Failures = [.. sample.Failures.Select(record => new ReportFailure(record.Name, record.Reason ?? "unknown", record.Error ?? ""))],
        FailuresNote = sample.FailuresNote,
        Cards = sample.Images,
    };

    private static ReportClass[] ClassesOf(JobSummary summary, VocabularyDefinition vocabulary)
    {
        var colours = ClassColours.Of(vocabulary);
        string? ColourOf(int id) => vocabulary.Classes[id].Background ? null : colours[id].ToString();
        return [.. summary.Classes.Select(one => new ReportClass(one.Id, one.Name, ColourOf(one.Id), one.Seen, one.Images, one.Pixels, one.Iou, one.Confidence))];
    }

    private static List<ReportTile> TilesOf(JobSummary summary)
    {
        var tiles = new List<ReportTile>();
        void Score(string label, double? value, string hint)
        {
            if (value is not null) tiles.Add(new(label, Figures.Percent(value), "%", hint));
        }
        Score("hIoU", summary.Hiou, "harmonic mean of the mIoU of seen and unseen classes");
        Score("mIoU, seen classes", summary.MiouSeen, "classes whose masks the model was trained with");
        Score("mIoU, unseen classes", summary.MiouUnseen, "classes whose masks the model never saw in training");
        Score("mIoU, all classes", summary.Miou, "mean intersection over union of all classes");
        Score("Pixel accuracy", summary.PixelAccuracy, "share of the pixels with a true label that got it");
        if (summary.ImagesPerSecond is { } rate) tiles.Add(new("Speed", Figures.Rate(rate), "images/s", $"in {summary.Seconds:0.0} s, decoding and writing included"));
        tiles.Add(new("Failed", Figures.Count(summary.Failed), summary.Failed == 1 ? "image" : "images", Bad: summary.Failed > 0));
        return tiles;
    }
}
