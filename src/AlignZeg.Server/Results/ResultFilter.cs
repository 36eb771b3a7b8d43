using AlignZeg.Abstractions.Shards;

namespace AlignZeg.Server.Results;

/// <summary>Which records a consumer wants. They are met together; each that is null or empty takes everything.</summary>
/// <param name="Classes">One of these has pixels in the image. Names as records have them.</param>
/// <param name="Status">What became of the image.</param>
/// <param name="MinConfidence">
/// Least confidence, 0 to 1: with classes, that of one of them (<see cref="ResultClass.Score"/>); without, that of the image, which is the mean over the pixels
/// of all its classes. An image without classes, thus also one that failed, has none and is left out.
/// </param>
internal sealed record ResultFilter(IReadOnlySet<string> Classes, ResultStatus? Status = null, double? MinConfidence = null)
{
    /// <summary>Takes every record.</summary>
    public static readonly ResultFilter None = new(new HashSet<string>());

    /// <summary>True if there is nothing to look at records for.</summary>
    public bool IsEmpty => Classes.Count == 0 && Status is null && MinConfidence is null;

    /// <summary>Whether a line of a result log is wanted.</summary>
    public bool Takes(string line) => IsEmpty || Takes(ResultRecord.Parse(line));

    /// <summary>Whether a record is wanted.</summary>
    public bool Takes(ResultRecord record) =>
        (Status is null || record.Status == Status) && (Classes.Count == 0 ? IsSure(MeanScore(record)) : record.Classes.Any(one => Classes.Contains(one.Name) && IsSure(one.Score)));

    private bool IsSure(double? confidence) => MinConfidence is not { } least || confidence >= least;

    private static double? MeanScore(ResultRecord record) =>
        record.Classes.Sum(one => one.Pixels) is > 0 and var pixels ? record.Classes.Sum(one => one.Pixels * one.Score) / pixels : null;
}
