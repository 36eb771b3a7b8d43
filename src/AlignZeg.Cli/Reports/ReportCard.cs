namespace AlignZeg.Cli.Reports;

/// <summary>One image of the page; pictures are data URIs.</summary>
internal sealed record ReportCard
{
    public required long Index { get; init; }

    public required string Name { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    public double? Iou { get; init; }

    public double? Confidence { get; init; }

    /// <summary>Ids of the classes in prediction or truth.</summary>
    public required IReadOnlyList<int> Holds { get; init; }

    /// <summary>Per predicted class, largest first: id, share of the image, IoU or null.</summary>
    public required IReadOnlyList<IReadOnlyList<double?>> Classes { get; init; }

    public required string Image { get; init; }

    public required string Prediction { get; init; }

    public string? Truth { get; init; }

    public string? Heat { get; init; }
}
