namespace AlignZeg.Cli.Results;

/// <summary>One class in <c>summary.json</c>.</summary>
internal sealed record ClassSummary
{
    public required int Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Whether the model was trained with masks of the class; absent if nobody says.</summary>
    public bool? Seen { get; init; }

    /// <summary>Images that hold the class.</summary>
    public required long Images { get; init; }

    public required long Pixels { get; init; }

    /// <summary>Mean score of those pixels, 0..1.</summary>
    public double? Confidence { get; init; }

    /// <summary>Over all images, a fraction; absent without truth, or where neither truth nor prediction has the class.</summary>
    public double? Iou { get; init; }
}
