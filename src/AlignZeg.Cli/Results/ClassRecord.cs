namespace AlignZeg.Cli.Results;

/// <summary>One class in one image.</summary>
internal sealed record ClassRecord
{
    /// <summary>The class's number in the vocabulary, from 0: its pixel value in the label map.</summary>
    public required int Id { get; init; }

    /// <summary>The class's name.</summary>
    public required string Name { get; init; }

    /// <summary>Pixels given to the class.</summary>
    public required long Pixels { get; init; }

    /// <summary>Mean score of those pixels, 0..1; null if there are none.</summary>
    public double? Score { get; init; }

    /// <summary>Intersection over union with the truth; null without truth.</summary>
    public double? Iou { get; init; }

    /// <summary>Pixels of the class in truth and prediction; null without truth.</summary>
    public long? Intersection { get; init; }

    /// <summary>Pixels of the class in truth or prediction, where the truth says something; null without truth.</summary>
    public long? Union { get; init; }
}
