using AlignZeg.Abstractions.Shards;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Results;
using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Datasets.Manifests;
using AlignZeg.Datasets.Metrics;

namespace AlignZeg.Cli.Labelling;

/// <summary>Makes the line of an image: the platform's record, the files that a person gets, and the scores against the truth. Thread-safe.</summary>
internal sealed class ImageScorer(IReadOnlyList<string> classes, TruthFolder? truth)
{
    /// <param name="record">The platform's record.</param>
    /// <param name="image">The image.</param>
    /// <param name="files">Its files, relative to <paramref name="root"/>.</param>
    /// <param name="root">The output folder.</param>
    /// <param name="cancellationToken">Ends reading.</param>
    /// <exception cref="CommandException">The truth does not fit the image or the vocabulary.</exception>
    public async Task<ImageRecord> ScoreAsync(ResultRecord record, ImageEntry image, ImageFiles files, string root, CancellationToken cancellationToken)
    {
        var line = Plain(record, files);
        if (!line.IsOk || truth?.MapOf(image) is not { } path) return line;
        using var prediction = LabelMapStripes.Open(await File.ReadAllBytesAsync(Path.Combine(root, files.Mask!), cancellationToken), files.Mask!);
        return WithScores(line, Compare(prediction, await File.ReadAllBytesAsync(path, cancellationToken), path, line.Name));
    }

    private SegmentationScores Compare(LabelMapStripes prediction, byte[] map, string path, string name)
    {
        var matrix = new ConfusionMatrix(classes.Count);
        try
        {
            using var stripes = LabelMapStripes.Open(map, path);
            matrix.Add(prediction, stripes);
        }
        catch (ImageRefusedException exception)
        {
            throw CommandException.BadInput($"The truth '{path}' is no label map: {exception.Message}", exception);
        }
        catch (TruthMismatchException exception)
        {
            throw CommandException.BadInput($"The truth '{path}' does not fit the image '{name}': {exception.Message} Then run the same command again.", exception);
        }
        return SegmentationScores.Of(matrix);
    }

    private static ImageRecord Plain(ResultRecord record, ImageFiles files) => new()
    {
        Index = record.Index,
        Name = record.Image,
        Status = record.Status == ResultStatus.Ok ? ImageRecord.Ok : ImageRecord.Failed,
        Attempt = record.Attempt,
        Reason = record.Reason,
        Error = record.Message,
        Width = record.Width,
        Height = record.Height,
        Sha256 = record.Sha256,
        Mask = files.Mask,
        Confidence = files.Confidence,
        Overlay = files.Overlay,
        UnclaimedPixels = record.Status == ResultStatus.Ok ? (long)record.Width!.Value * record.Height!.Value - record.Classes.Sum(one => one.Pixels) : null,
        Uncertainty = record.Uncertainty,
        Classes = record.Status == ResultStatus.Ok ? [.. record.Classes.Select(one => new ClassRecord { Id = one.Id, Name = one.Name, Pixels = one.Pixels, Score = one.Score })] : null,
        Timings = record.Timings,
    };

    private ImageRecord WithScores(ImageRecord line, SegmentationScores scores)
    {
        var predicted = line.Classes!.ToDictionary(one => one.Id);
        var present = scores.Classes.Where(score => score.Union > 0 || predicted.ContainsKey(score.Class));
        return line with
        {
            Miou = Round(scores.MeanIou),
            CorrectPixels = scores.Classes.Sum(score => score.Intersection),
            TruthPixels = scores.Classes.Sum(score => score.TruthPixels),
            Classes = [.. present.Select(score => (predicted.GetValueOrDefault(score.Class) ?? Absent(score.Class)) with
            {
                Iou = Round(score.Iou),
                Intersection = score.Intersection,
                Union = score.Union,
            })],
        };
    }

    private ClassRecord Absent(int id) => new() { Id = id, Name = classes[id], Pixels = 0 };

    private static double? Round(double? value) => value is { } number ? Math.Round(number, 4) : null;
}
