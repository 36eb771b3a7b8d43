using AlignZeg.Cli.Commands;

namespace AlignZeg.Cli.Evaluation;

/// <summary>The true label maps of a folder and the predictions of the same names. Walked anew each time: no list of a large data set is kept.</summary>
internal sealed class LabelMapPairs
{
    private readonly string _predictions, _truth;

    private LabelMapPairs(string predictions, string truth, long count, long leftOut) => (_predictions, _truth, Count, LeftOut) = (predictions, truth, count, leftOut);

    /// <summary>Number of pairs.</summary>
    public long Count { get; }

    /// <summary>Number of predictions that have no true map: nothing scores them.</summary>
    public long LeftOut { get; }

    /// <summary>Finds that every true map has its prediction.</summary>
    /// <exception cref="CommandException">A folder is missing or empty, or predictions are missing.</exception>
    public static LabelMapPairs Find(string predictions, string truth, CancellationToken cancellationToken)
    {
        foreach (var folder in new[] { predictions, truth })
        {
            if (!Directory.Exists(folder)) throw CommandException.BadInput($"There is no folder '{folder}'; give a folder of label maps (PNG).");
        }

        var (count, missing, first) = (0L, 0L, "");
        foreach (var (prediction, _) in Walk(predictions, truth))
        {
            cancellationToken.ThrowIfCancellationRequested();
            count++;
            if (File.Exists(prediction)) continue;
            if (missing++ == 0 || string.CompareOrdinal(prediction, first) < 0) first = prediction;
        }

        if (count == 0) throw CommandException.BadInput($"The folder '{truth}' holds no label map (PNG).");
        return missing == 0 ? new(predictions, truth, count, MapsIn(predictions).LongCount() - count)
            : throw CommandException.BadInput($"{missing:N0} of {count:N0} true maps have no prediction, the first is '{first}'; scores of a part would mislead.");
    }

    /// <summary>The pairs.</summary>
    public IEnumerable<(string Prediction, string Truth)> Walk() => Walk(_predictions, _truth);

    private static IEnumerable<(string Prediction, string Truth)> Walk(string predictions, string truth) =>
        MapsIn(truth).Select(map => (Path.Combine(predictions, Path.GetRelativePath(truth, map)), map));

    private static IEnumerable<string> MapsIn(string folder) => Directory.EnumerateFiles(folder, "*.png", SearchOption.AllDirectories);
}
