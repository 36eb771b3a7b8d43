namespace AlignZeg.Cli.Results;

/// <summary>One class over a whole job.</summary>
internal sealed class ClassTotals(int id, string name, bool? seen)
{
    private double _confidence;

    public int Id { get; } = id;

    public string Name { get; } = name;

    /// <summary>Whether the model was trained with masks of the class; null if nobody says.</summary>
    public bool? Seen { get; } = seen;

    public long Images { get; private set; }

    public long Pixels { get; private set; }

    public long Intersection { get; private set; }

    public long Union { get; private set; }

    public double? MeanConfidence => Pixels > 0 ? _confidence / Pixels : null;

    /// <summary>Null where neither truth nor prediction has the class.</summary>
    public double? Iou => Union > 0 ? (double)Intersection / Union : null;

    public void Add(ClassRecord record)
    {
        if (record.Pixels > 0) Images++;
        Pixels += record.Pixels;
        _confidence += record.Pixels * (record.Score ?? 0);
        Intersection += record.Intersection ?? 0;
        Union += record.Union ?? 0;
    }
}
