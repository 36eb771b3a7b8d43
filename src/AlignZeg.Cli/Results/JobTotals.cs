using AlignZeg.Datasets.Metrics;

namespace AlignZeg.Cli.Results;

/// <summary>Sums up records; needs memory for the classes only, however many images there are.</summary>
internal sealed class JobTotals
{
    private readonly SortedDictionary<string, long> _failures = new(StringComparer.Ordinal);
    private long _correct, _labelled;

    /// <param name="classes">Names in the order of the ids.</param>
    /// <param name="seen">Whether the model knows a class's masks; null if nobody says.</param>
    public JobTotals(IReadOnlyList<string> classes, Func<int, bool?> seen) => Classes = [.. classes.Select((name, id) => new ClassTotals(id, name, seen(id)))];

    public IReadOnlyList<ClassTotals> Classes { get; }

    public long Images { get; private set; }

    public long Failed { get; private set; }

    public long UnclaimedPixels { get; private set; }

    /// <summary>Failures by reason.</summary>
    public IReadOnlyDictionary<string, long> Failures => _failures;

    public bool HasTruth => _labelled > 0;

    public double? PixelAccuracy => _labelled > 0 ? (double)_correct / _labelled : null;

    public double? Miou => Mean(_ => true);

    public double? MiouSeen => Mean(one => one.Seen == true);

    public double? MiouUnseen => Mean(one => one.Seen == false);

    /// <summary>Harmonic mean of seen and unseen.</summary>
    public double? Hiou => SegmentationScores.Harmonic(MiouSeen, MiouUnseen);

    public void Add(ImageRecord record)
    {
        Images++;
        if (!record.IsOk)
        {
            Failed++;
            _failures[record.Reason ?? "unknown"] = _failures.GetValueOrDefault(record.Reason ?? "unknown") + 1;
            return;
        }
        UnclaimedPixels += record.UnclaimedPixels ?? 0;
        _correct += record.CorrectPixels ?? 0;
        _labelled += record.TruthPixels ?? 0;
        foreach (var one in record.Classes ?? []) Classes[one.Id].Add(one);
    }

    private double? Mean(Func<ClassTotals, bool> of)
    {
        if (!HasTruth) return null;
        var scores = Classes.Where(of).Select(one => one.Iou).OfType<double>().ToList();
        return scores.Count > 0 ? scores.Average() : null;
    }
}
