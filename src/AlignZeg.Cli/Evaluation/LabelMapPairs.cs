using AlignZeg.Cli.Commands;
using AlignZeg.Datasets.GroundTruth;
using AlignZeg.Datasets.Imports;

namespace AlignZeg.Cli.Evaluation;

/// <summary>True label maps and the predictions of the same names. Walked anew each time: no list of a large folder is kept.</summary>
internal sealed class LabelMapPairs
{
    private readonly Func<IEnumerable<LabelMapPair>> _walk;

    private LabelMapPairs(Func<IEnumerable<LabelMapPair>> walk, long count, long leftOut) => (_walk, Count, LeftOut) = (walk, count, leftOut);

    /// <summary>Number of pairs.</summary>
    public long Count { get; }

    /// <summary>Number of predictions that have no true map: nothing scores them.</summary>
    public long LeftOut { get; }

    /// <summary>The pairs.</summary>
    public IEnumerable<LabelMapPair> Walk() => _walk();

    /// <summary>The true maps of a folder. Finds that every one has its prediction.</summary>
    /// <exception cref="CommandException">A folder is missing or empty, or predictions are missing.</exception>
    public static LabelMapPairs Find(string predictions, string truth, CancellationToken cancellationToken)
    {
        RequireFolder(predictions);
        if (!Directory.Exists(truth)) throw CommandException.BadInput($"There is no folder '{truth}'; give a folder of label maps (PNG), or a COCO, Label Studio or CVAT file.");
        var pairs = Check(predictions, () => MapsIn(truth).Select(map => new LabelMapPair(Path.Combine(predictions, Path.GetRelativePath(truth, map)), map)), cancellationToken);
        return pairs.Count > 0 ? pairs : throw CommandException.BadInput($"The folder '{truth}' holds no label map (PNG).");
    }

    /// <summary>The subset of a published data set. Finds that every map has its prediction, named as its picture.</summary>
    /// <exception cref="CommandException">The folder of predictions is missing, or predictions are.</exception>
    public static LabelMapPairs Of(string predictions, IReadOnlyList<LabelledFile> files, CancellationToken cancellationToken) =>
        Check(predictions, () => files.Select(file => new LabelMapPair(Path.Combine(predictions, file.Name + ".png"), file.Labels, file.Made)), cancellationToken);

    /// <summary>Annotations of another tool. Whether an image has its prediction is found when it is read.</summary>
    /// <param name="predictions">The folder.</param> <param name="truth">Opened with the classes.</param> <param name="path">Of the truth, for messages.</param>
    /// <exception cref="CommandException">The folder of predictions is missing.</exception>
    public static LabelMapPairs Of(string predictions, ILabelImport truth, string path)
    {
        RequireFolder(predictions);
        LabelMapPair Pair(ImportedImage image) => new(Path.Combine(predictions, image.Stem + ".png"), $"{path}, image {image.Name}",
            () => image.Labels ?? throw CommandException.BadInput($"The truth '{path}' has an image '{image.Name}' that cannot be read: {image.Problem}"));
        return new(() => truth.Read().Select(Pair), truth.Count, Math.Max(0, MapsIn(predictions).LongCount() - truth.Count));
    }

    private static LabelMapPairs Check(string predictions, Func<IEnumerable<LabelMapPair>> walk, CancellationToken cancellationToken)
    {
        RequireFolder(predictions);
        var (count, missing, first) = (0L, 0L, "");
        foreach (var pair in walk())
        {
            cancellationToken.ThrowIfCancellationRequested();
            count++;
            if (File.Exists(pair.Prediction)) continue;
            if (missing++ == 0 || string.CompareOrdinal(pair.Prediction, first) < 0) first = pair.Prediction;
        }

        return missing == 0 ? new(walk, count, MapsIn(predictions).LongCount() - count)
            : throw CommandException.BadInput($"{missing:N0} of {count:N0} true maps have no prediction, the first is '{first}'; scores of a part would mislead.");
    }

    private static void RequireFolder(string folder)
    {
        if (!Directory.Exists(folder)) throw CommandException.BadInput($"There is no folder '{folder}'; give a folder of label maps (PNG).");
    }

    private static IEnumerable<string> MapsIn(string folder) => Directory.EnumerateFiles(folder, "*.png", SearchOption.AllDirectories);
}
